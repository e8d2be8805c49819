"""What stands on a page: values in their five states with their citations, sentences, numbers,
traffic profiles. May import `reports.data`.
"""
