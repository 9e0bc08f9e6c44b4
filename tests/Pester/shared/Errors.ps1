# Errors as records, each checked whole: id, category, target, text, advice, and that nothing was left behind.
. "$PSScriptRoot/Namespaces.ps1"

# What a script block writes to the error stream or throws, as records; its other output is dropped.
function Get-ErrorsOf([scriptblock] $Attempt) {
    $ErrorActionPreference = 'Continue'
    try { & $Attempt 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } }
    catch { $_ }
}

# Runs a block that must be refused with exactly one error, and must leave the network as it was.
function Assert-Refused {
    param([scriptblock] $Attempt, [string] $Id, [string] $Category, $Target, [string] $Message = '?*', [string] $Advice = '?*')
    $before = Get-NetworkPicture
    $errors = @(Get-ErrorsOf $Attempt)
    $errors | Should -HaveCount 1 -Because "'$Attempt' is to be refused as $Id"
    $null = $PSBoundParameters.Remove('Attempt')
    Assert-NetError $errors[0] @PSBoundParameters
    Get-NetworkPicture | Should -Be $before -Because 'a refusal changes nothing'
}

# Checks one error record: stable id, category, target, text and advice.
function Assert-NetError {
    param($Record, [string] $Id, [string] $Category, $Target, [string] $Message = '?*', [string] $Advice = '?*')
    $Record.FullyQualifiedErrorId | Should -BeLike "$Id,*" -Because "the error is: $Record"
    "$($Record.CategoryInfo.Category)" | Should -Be $Category -Because "the error is: $Record"
    if ($PSBoundParameters.ContainsKey('Target')) { "$($Record.TargetObject)" | Should -BeExactly "$Target" }
    "$Record" | Should -BeLike $Message
    $Record.ErrorDetails.RecommendedAction | Should -BeLike $Advice
}
