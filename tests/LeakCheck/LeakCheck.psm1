# Looks at everything a network test can leave behind, twice, and says what the difference is.
Set-StrictMode -Version 3
. $PSScriptRoot/NetworkState.ps1
. $PSScriptRoot/Sysctls.ps1
. $PSScriptRoot/Compare.ps1
. $PSScriptRoot/MarkedProcesses.ps1
Export-ModuleMember -Function Get-NetworkState, Get-Leaks, Get-MarkedProcesses
