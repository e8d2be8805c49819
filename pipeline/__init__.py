"""From claims to a published catalog: normalise, identify, gate, load, publish, and the command line around it."""
