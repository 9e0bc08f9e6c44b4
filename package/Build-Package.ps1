# Makes what is installed elsewhere, of what Build made:
#   artifacts/VethLab/VERSION/         to copy into a folder of PSModulePath; Import-Module with its path works from any place
#   artifacts/VethLab.VERSION.nupkg    the same files, for Install-PSResource from a folder or a gallery
# The same sources give the same bytes, whoever makes it, where and when. Returns the folder's and the package's path.
param(
    [Parameter(Mandatory)] [string] $Root,
    [string] $Destination = "$Root/artifacts"
)
$ErrorActionPreference = 'Stop'
Import-Module $PSScriptRoot/Nuspec.psm1 -Force

# Runs dotnet; what it says is shown only when it fails.
function Invoke-Dotnet([string[]] $Words) {
    $said = & dotnet @Words 2>&1
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($Words[0]) failed:`n$($said -join "`n")" }
}

$manifest = Import-PowerShellDataFile -LiteralPath $Root/VethLab.psd1
$version = Get-PackageVersion $manifest
$folder = "$Destination/VethLab/$version"
if ([System.IO.Directory]::Exists($folder)) { [System.IO.Directory]::Delete($folder, $true) }
$null = [System.IO.Directory]::CreateDirectory("$folder/en-US")

# Without precompiled code: that is for one kind of processor, and an assembly with x64's does not load on arm64 at all
# (BadImageFormatException). What symbols and the compiler's documentation hold, nobody needs at run time.
Invoke-Dotnet publish, "$Root/src/VethLab.PowerShell", '-c', 'Release', '--no-build', '-nologo', '-v', 'q', '-p:PublishReadyToRun=false', "-p:PublishDir=$folder/bin/",
    '-p:CopyOutputSymbolsToPublishDirectory=false', '-p:PublishDocumentationFiles=false', '-p:AllowedReferenceRelatedFileExtensions=none'
foreach ($file in 'VethLab.psd1', 'LICENSE') { [System.IO.File]::Copy("$Root/$file", "$folder/$file") }
[System.IO.File]::Copy("$PSScriptRoot/NOTICE", "$folder/bin/dependencies/NOTICE")
foreach ($file in [System.IO.Directory]::GetFiles("$Root/en-US")) { [System.IO.File]::Copy($file, "$folder/en-US/$([System.IO.Path]::GetFileName($file))") }

# NuGet packs only for a project; this one has nothing of its own. The time is the files' in the package.
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-package-').FullName
try {
    [System.IO.File]::WriteAllText("$work/VethLab.nuspec", (Get-Nuspec $manifest))
    [System.IO.File]::WriteAllText("$work/Package.csproj", '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>')
    Invoke-Dotnet pack, "$work/Package.csproj", '-nologo', '-v', 'q', '-o', $Destination, '-p:NoBuild=true', '-p:DisableImplicitFrameworkReferences=true',
        '-p:NuspecFile=VethLab.nuspec', "-p:NuspecBasePath=$folder", '-p:NoPackageAnalysis=true', '-p:Deterministic=true', '-p:DeterministicTimestamp=946684800'
}
finally { [System.IO.Directory]::Delete($work, $true) }
$folder
"$Destination/VethLab.$version.nupkg"
