"""Fuzzing: random input, looked for by a machine, that breaks what must not break.

A target takes one case, which is text or plain data, and raises when something is wrong with what
the software makes of it. `make fuzz` tries cases for a while; what breaks something is kept in
`found/` as a file, which the tests try again for ever after.
"""
