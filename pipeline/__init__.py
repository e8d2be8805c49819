"""From claims to a published catalog: normalise, identify, gate, load, publish, and the command
line around it. At its top stands what all rooms share: the home folder, the run log, failures,
output. May import `spiders`, `warehouse` and `reports`.
"""
