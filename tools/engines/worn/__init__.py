"""A photographed product laid on a photographed person: maps, resampling, what covers it, its contact shadow."""
