"""The same work on Spark, for corpora that outgrow one machine: reading in ``reading``, linking in ``linking``.

An optional engine: ``pip install 'huoshui[spark]'``, and Java 17. See docs/scale.md for when it pays.
"""
