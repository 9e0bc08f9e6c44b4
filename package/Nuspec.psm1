# The package's own description, of the module's manifest: nothing is said twice.

# The version as NuGet writes it: 0.2.0, or 0.2.0-beta1.
function Get-PackageVersion([hashtable] $Manifest) {
    $label = $Manifest.PrivateData.PSData['Prerelease']
    "$($Manifest.ModuleVersion)$(if ($label) { "-$($label.TrimStart('-'))" })"
}

# A nuspec that takes all files of its base folder. The tags are those by which galleries and Find-PSResource know a module
# and its commands, as Publish-PSResource writes them.
function Get-Nuspec([hashtable] $Manifest) {
    $tags = @($Manifest.PrivateData.PSData.Tags) + 'PSModule' + 'PSIncludes_Cmdlet'
    foreach ($cmdlet in $Manifest.CmdletsToExport) { $tags += "PSCmdlet_$cmdlet", "PSCommand_$cmdlet" }
    $text = { param($value) [System.Security.SecurityElement]::Escape($value) }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>VethLab</id>
    <version>$(& $text (Get-PackageVersion $Manifest))</version>
    <authors>$(& $text $Manifest.Author)</authors>
    <owners>$(& $text $Manifest.CompanyName)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT</license>
    <description>$(& $text $Manifest.Description)</description>
    <copyright>$(& $text $Manifest.Copyright)</copyright>
    <tags>$(& $text ($tags -join ' '))</tags>
  </metadata>
  <files>
    <file src="**" target="" />
  </files>
</package>
"@
}

Export-ModuleMember -Function Get-PackageVersion, Get-Nuspec
