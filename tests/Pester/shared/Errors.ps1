# What cmdlets say besides their output, and refusals checked whole: id, category, target, text, advice, and that nothing was changed.
. "$PSScriptRoot/Namespaces.ps1"

# What a script block writes to the error stream or throws, as records; its other output is dropped.
function Get-ErrorsOf([scriptblock] $Attempt) {
    $ErrorActionPreference = 'Continue'
    try { & $Attempt 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } }
    catch { $_ }
}

# The first of them; nothing where all went well.
function Get-FirstError([scriptblock] $Attempt) { Get-ErrorsOf $Attempt | Select-Object -First 1 }

# Runs a block that must be refused with exactly one error, and must leave everything in all named namespaces as it was.
function Assert-Refused {
    param([scriptblock] $Attempt, [string] $Id, [string] $Category, $Target, [string] $Message = '?*', [string] $Advice = '?*')
    $before = Get-NetworkPicture
    $errors = @(Get-ErrorsOf $Attempt)
    $errors | Should -HaveCount 1 -Because "'$Attempt' is to be refused as $Id"
    $null = $PSBoundParameters.Remove('Attempt')
    Assert-NetError $errors[0] @PSBoundParameters
    Get-NetworkPicture | Should -BeExactly $before -Because 'a refusal changes nothing'
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

# The messages of one stream of a block; -WhatIf's lines go through the host and are not caught.
function Get-Warnings([scriptblock] $Block) {
    & $Block 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object { "$_" }
}

function Get-VerboseLines([scriptblock] $Block) {
    & $Block 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object { "$_" }
}
