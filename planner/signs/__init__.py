"""Signs in what is said of a thing: that it is needed, to be made, there already, or not wanted."""
