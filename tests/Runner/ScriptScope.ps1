# Runs a script block in a script scope of its own, so that $script: variables of one test file never reach another.
param([scriptblock] $__action)
. $__action
