"""What documents are written in: JSON, YAML, CSV, Markdown, MDX, pieces of HTML; as trees, tables and outlines."""
