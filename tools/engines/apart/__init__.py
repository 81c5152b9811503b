"""What holds, shows or labels a product in its photo, told from the product: a hand, a support, a tag."""
