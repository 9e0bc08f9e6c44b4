# Reads help pages and cmdlets, so that one can be compared with the other. Dot-source it in BeforeAll.
. "$PSScriptRoot/Module.ps1"
$helpFolder = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../../docs/help")

# A page: its text by heading, as 'SYNOPSIS' or 'PARAMETERS/-Name'. Headings within code are none.
function Read-HelpPage([string] $Name) {
    $page = [ordered]@{}
    $section = $heading = ''
    $inCode = $false
    foreach ($line in [System.IO.File]::ReadAllLines("$helpFolder/$Name.md")) {
        if ($line.StartsWith('```')) { $inCode = -not $inCode }
        if (-not $inCode -and $line -match '^## (.+)') { $section = $heading = $matches[1] }
        elseif (-not $inCode -and $line -match '^### (.+)') { $heading = "$section/$($matches[1])" }
        else { $page[$heading] += "$line`n"; continue }
        if ($page.Contains($heading)) { throw "$Name.md has '$heading' twice." }
        $page[$heading] = ''
    }
    foreach ($key in @($page.Keys)) { $page[$key] = $page[$key].Trim() }
    $page
}

# The names of the parts of a section: of 'PARAMETERS' -Name, -Down …
function Get-Parts([System.Collections.IDictionary] $Page, [string] $Section) {
    $Page.Keys | Where-Object { $_.StartsWith("$Section/") } | ForEach-Object { $_.Substring($Section.Length + 1) }
}

# The PowerShell code of each example, in their order.
function Get-ExampleCode([System.Collections.IDictionary] $Page) {
    foreach ($part in Get-Parts $Page EXAMPLES) {
        if ($Page["EXAMPLES/$part"] -notmatch '(?s)```powershell\n(.+?)\n```') { throw "'$part' has no PowerShell code." }
        $matches[1]
    }
}

# What a page says of its parameters, a line for each fact, as Get-CmdletFacts has them.
function Get-PageFacts([System.Collections.IDictionary] $Page) {
    foreach ($parameter in Get-Parts $Page PARAMETERS | Where-Object { $_ -ne 'CommonParameters' }) {
        if ($Page["PARAMETERS/$parameter"] -notmatch '(?s)```yaml\n(.+?)\n```') { throw "'$parameter' has no metadata." }
        $key = $set = ''
        foreach ($line in $matches[1].Split("`n")) {
            if ($line -match '^- Name: (.+)') { $set = "set $($matches[1])" }
            elseif ($line -match '^  (\w+): (.+)') { "$parameter $set $($matches[1]) $($matches[2])" }
            elseif ($line -match '^- (.+)') { "$parameter $key $($matches[1].Trim('''"'))" }
            elseif ($line -match '^(\w+): ?(.*)') {
                $key = $matches[1]
                if ($matches[2] -and $matches[2] -notin '[]', "''") { "$parameter $key $($matches[2].Trim("'"))" }
            }
            else { throw "'$line' of $parameter is not understood." }
        }
    }
}

# What is so: type, default, wildcards and aliases of each parameter, and what it is in each parameter set.
function Get-CmdletFacts([System.Management.Automation.CmdletInfo] $Command) {
    $instance = [System.Activator]::CreateInstance($Command.ImplementingType)
    try {
        foreach ($parameter in $Command.Parameters.Values | Where-Object { $_.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters }) {
            $name = "-$($parameter.Name)"
            "$name Type $($parameter.ParameterType.ToString())"
            "$name DefaultValue $(Get-DefaultText $Command.ImplementingType.GetProperty($parameter.Name) $instance)"
            "$name SupportsWildcards $("$(@($parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }).Count -gt 0)".ToLowerInvariant())"
            "$name DontShow false"
            foreach ($alias in $parameter.Aliases) { "$name Aliases $alias" }
            foreach ($set in $parameter.ParameterSets.GetEnumerator()) {
                $prefix = "$name set $($set.Key -eq '__AllParameterSets' ? '(All)' : $set.Key)"
                "$prefix Position $($set.Value.Position -eq [int]::MinValue ? 'Named' : $set.Value.Position)"
                "$prefix IsRequired $("$($set.Value.IsMandatory)".ToLowerInvariant())"
                foreach ($fact in 'ValueFromPipeline', 'ValueFromPipelineByPropertyName', 'ValueFromRemainingArguments') {
                    "$prefix $fact $("$($set.Value.$fact)".ToLowerInvariant())"
                }
            }
        }
    }
    finally { $instance.Dispose() }
}

# A parameter's default: the value that its property has from the start. Nothing is None. -WhatIf and -Confirm have no property of ours.
function Get-DefaultText([System.Reflection.PropertyInfo] $Property, [object] $Instance) {
    if (-not $Property) { return 'False' }
    $text = @($Property.GetValue($Instance) | ForEach-Object { [System.Convert]::ToString($_, [cultureinfo]::InvariantCulture) }) -join ', '
    $text ? $text : 'None'
}
