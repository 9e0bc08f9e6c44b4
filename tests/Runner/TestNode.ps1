# A block (Describe, Context, the file itself) or a test, as discovery finds it and the run fills it in.
function New-TestNode {
    param(
        [ValidateSet('File', 'Block', 'Test')] [string] $Kind,
        [string] $Name,
        [scriptblock] $Body,
        $Parent,
        $Item,              # one element of -ForEach; $null without
        [string[]] $Tag,
        [bool] $Skip,
        [int] $Line
    )
    $path = if ($null -eq $Parent -or $Parent.Kind -eq 'File') { $Name } else { $Parent.Path + '.' + $Name }
    [pscustomobject]@{
        Kind       = $Kind
        Name       = $Name
        Path       = $path          # before templates are expanded: what -FullName filters look at
        FullName   = $path          # after
        Body       = $Body
        Parent     = $Parent
        Item       = $Item
        Tag        = $Tag
        Skip       = $Skip
        Line       = $Line
        Children   = [System.Collections.Generic.List[object]]::new()
        BeforeAll  = $null
        AfterAll   = $null
        BeforeEach = $null
        AfterEach  = $null
        Selected   = $false
        Result     = 'NotRun'       # Passed, Failed, Skipped, NotRun
        Errors     = [System.Collections.Generic.List[System.Management.Automation.ErrorRecord]]::new()
        Duration   = [timespan]::Zero
    }
}

# The variables that a -ForEach element becomes: $_ and, of a hashtable, one for each key.
function Get-ItemVariables($Node) {
    $variables = @{}
    if ($null -ne $Node.Item) {
        if ($Node.Item -is [System.Collections.IDictionary]) {
            foreach ($key in $Node.Item.Keys) { $variables[[string] $key] = $Node.Item[$key] }
        }
        $variables['_'] = $Node.Item
    }
    $variables
}

# The same without $_, to splat on blocks that declare param(...).
function Get-ItemArguments($Node) {
    $arguments = Get-ItemVariables $Node
    $arguments.Remove('_')
    $arguments
}

# PowerShell source that evaluates a name's <templates>; evaluated by the run where the test's variables are visible.
function Get-NameSource([string] $Name) {
    $literal = $Name.Replace('"', '`"').Replace('$', '`$')
    '"' + [regex]::Replace($literal, '(?<!`)<([^<>`]+)>', { param($match) '$($' + $match.Groups[1].Value + ')' }) + '"'
}

function Get-TestNodes($Node) {
    if ($Node.Kind -eq 'Test') { $Node }
    else { foreach ($child in $Node.Children) { Get-TestNodes $child } }
}

function Get-BlockNodes($Node) {
    if ($Node.Kind -ne 'Test') {
        $Node
        foreach ($child in $Node.Children) { Get-BlockNodes $child }
    }
}
