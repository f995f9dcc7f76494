from hypothesis import settings

# The first call loads the tables; how long that takes is not what these tests are about.
settings.register_profile("model", deadline=None)
settings.load_profile("model")
