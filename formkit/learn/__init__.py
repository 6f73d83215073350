"""A legacy blank → a draft of its mapping and its measured layout.

The pages come as signs and ruled lines (`formkit.model.printed`). `cells` finds the cells of their tables, `running`
makes strings with places of the print, `choices`, `blanks` and `dates` cut answers out of such a string, `tables` finds
rows that repeat, and `analyse` puts them together. `writing` writes the folder.
"""
