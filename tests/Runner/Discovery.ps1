# First phase: the file and the bodies of its blocks run once and say which tests there are. Nothing else runs.
$script:Current = $null         # the block being discovered; $null outside discovery
$script:UserScope = $null       # a module that stands for the caller's session state, to bind script blocks to

# Binds a script block of this module to the test file's session state, so that what it dot-sources sees the tests'
# variables, not the runner's. Each call of the bound block is a new scope whose parent is the tests' innermost one.
function Get-UserBlock([scriptblock] $Block) { $script:UserScope.NewBoundScriptBlock($Block) }

$script:DiscoverInUserScope = {
    param($__node, $__variables)
    foreach ($__name in $__variables.Keys) { $ExecutionContext.SessionState.PSVariable.Set($__name, $__variables[$__name]) }
    . $__node.Body
}

function Add-TestBlock {
    param([string] $Command, [string] $Name, [scriptblock] $Body, [string[]] $Tag, [bool] $Skip, [object[]] $Items, [int] $Line)
    if ($null -eq $script:Current) { throw "$Command '$Name' is outside discovery: it belongs in a test file, not inside It or a setup." }
    if ($null -eq $Body) { throw "$Command '$Name' has no script block. Is its opening brace on the next line?" }
    foreach ($item in $Items) {
        $outer = $script:Current
        $block = New-TestNode Block $Name $Body $outer $item $Tag $Skip $Line
        $outer.Children.Add($block)
        $script:Current = $block
        try { $null = & (Get-UserBlock $script:DiscoverInUserScope) $block (Get-ItemVariables $block) }
        finally { $script:Current = $outer }
    }
}

function Describe {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [Alias('Tags')] [string[]] $Tag,
        [Alias('ForEach')] [object] $Data,      # a parameter named ForEach would be PowerShell's own $foreach
        [switch] $Skip
    )
    $items = @($null)
    if ($PSBoundParameters.ContainsKey('Data')) { if ($null -eq $Data) { return } else { $items = @($Data) } }
    Add-TestBlock $MyInvocation.InvocationName $Name $Fixture $Tag $Skip $items $MyInvocation.ScriptLineNumber
}

function Context {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [Alias('Tags')] [string[]] $Tag,
        [Alias('ForEach')] [object] $Data,
        [switch] $Skip
    )
    $items = @($null)
    if ($PSBoundParameters.ContainsKey('Data')) { if ($null -eq $Data) { return } else { $items = @($Data) } }
    Add-TestBlock $MyInvocation.InvocationName $Name $Fixture $Tag $Skip $items $MyInvocation.ScriptLineNumber
}

function It {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test,
        [Alias('ForEach', 'TestCases')] [object[]] $Data,
        [string[]] $Tag,
        [switch] $Skip
    )
    if ($null -eq $script:Current) { throw "It '$Name' is outside discovery: it belongs in a block of a test file." }
    if ($script:Current.Kind -eq 'File') { throw "It '$Name' is directly in the file: it belongs in Describe or Context." }
    if ($null -eq $Test) { throw "It '$Name' has no script block. Is its opening brace on the next line?" }
    $items = @($null)
    if ($PSBoundParameters.ContainsKey('Data')) { if ($null -eq $Data) { return } else { $items = @($Data) } }
    foreach ($item in $items) {
        $script:Current.Children.Add((New-TestNode Test $Name $Test $script:Current $item $Tag $Skip $MyInvocation.ScriptLineNumber))
    }
}

function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { . $ScriptBlock }

function Set-TestHook([string] $Hook, [scriptblock] $Body) {
    if ($null -eq $script:Current) { throw "$Hook is outside discovery: it belongs in a block of a test file." }
    if ($script:Current.Kind -eq 'File' -and $Hook -in 'BeforeEach', 'AfterEach') { throw "$Hook is directly in the file: it belongs in Describe or Context." }
    $script:Current.$Hook = $Body
}

function BeforeAll([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Set-TestHook BeforeAll $ScriptBlock }
function AfterAll([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Set-TestHook AfterAll $ScriptBlock }
function BeforeEach([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Set-TestHook BeforeEach $ScriptBlock }
function AfterEach([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Set-TestHook AfterEach $ScriptBlock }

# Returns the file's node with everything found in it. What goes wrong in discovery is in its Errors.
function Find-Tests([string] $Path) {
    $file = New-TestNode File $Path {} $null $null $null $false 0
    $script:Current = $file
    $finished = $false
    try {
        do {
            $null = & (Get-UserBlock { param($__scope, $__path) & $__scope { . $__path } }) "$PSScriptRoot/ScriptScope.ps1" $Path
            $finished = $true
        } while ($false)
        if (-not $finished) { throw "Discovery of $Path was left by a stray break or continue." }
        if (@(Get-TestNodes $file).Count -eq 0) { throw "$Path has no tests." }
    }
    catch { $file.Errors.Add($_) }
    finally { $script:Current = $null }
    $file
}
