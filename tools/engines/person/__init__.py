"""What a photo shows of a person: hands, faces, skin and silhouette, and how large a millimetre is on them."""
