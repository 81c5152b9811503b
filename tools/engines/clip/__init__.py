"""Moving pictures: a camera that moves round layers of a set, and the file that comes of it."""
