// Empty: the precompiled headers of all tests are compiled as those of this file.
