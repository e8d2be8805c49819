"""The general reader measured on recorded pages, with each page's own source as the truth."""
