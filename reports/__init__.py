"""Pages and exports, made from the warehouse's views only."""
