"""The building blocks of pages: values in five states with their citations, sentences, number
formats and traffic profiles. May import `reports.data`.
"""
