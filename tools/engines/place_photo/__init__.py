"""What a photo of a place tells: its horizon, where a thing can stand in it, how large it would be, its light."""
