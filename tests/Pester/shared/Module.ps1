# The module to test: the clone's, or the one whose manifest VETHLAB_MODULE names (build.ps1 -Task Test -Module). Sets $moduleManifest.
# A test file that imports by itself does so only where no VethLab is loaded, so that the runner, which does this first, decides.
$moduleManifest = if ($env:VETHLAB_MODULE) { $env:VETHLAB_MODULE } else { [System.IO.Path]::GetFullPath("$PSScriptRoot/../../../VethLab.psd1") }
if (-not (Get-Module VethLab)) { Import-Module $moduleManifest }
