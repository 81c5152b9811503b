"""What a picture shows, seen by small networks: the kind of accessory, and whether a person wears or holds it."""
