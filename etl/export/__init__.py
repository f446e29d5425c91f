"""Writes published datasets for people in an office: a workbook, a sheet a dataset."""
