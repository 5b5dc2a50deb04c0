"""The data that interactive tools are given, built from the records."""
