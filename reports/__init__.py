"""Comparison, model and provider pages, and their exports, made from the warehouse's views only.
May import `warehouse`.
"""
