"""What names, words, cells and keys say of models and prices, as more than one source writes them."""
