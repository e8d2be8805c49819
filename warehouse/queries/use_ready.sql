-- Lets queries read the tables of now, while these hold.
SET VARIABLE ready_until = (SELECT ready_until FROM internal.ready_table);
