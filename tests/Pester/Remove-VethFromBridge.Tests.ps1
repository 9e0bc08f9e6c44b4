BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Remove-VethFromBridge' {
    BeforeEach {
        New-NetNamespace lab, ns01
        $bridge = New-NetBridge br01 -Namespace lab
        $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab
        $pair | Add-VethToBridge $bridge
    }

    AfterEach { Remove-NamespacesExcept $others }

    It 'takes the port out and leaves the interface' {
        Remove-VethFromBridge w -Namespace lab | Should -BeNullOrEmpty
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
        (Get-IPLink lab w).flags | Should -Contain UP
        (Get-NetBridge br01 -Namespace lab).Ports | Should -BeNullOrEmpty
    }

    It 'takes pairs, from either end and read before they became ports, and interfaces' {
        $pair | Remove-VethFromBridge
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
        & ip -n lab link set w master br01
        Get-VethPair w -Namespace lab | Remove-VethFromBridge
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
        & ip -n lab link set w master br01
        Get-NetInterface w -Namespace lab | Remove-VethFromBridge $bridge.Name -ErrorAction Ignore
        Get-NetInterface w -Namespace lab | Remove-VethFromBridge
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
    }

    It 'returns the interface with -PassThru' {
        $port = Remove-VethFromBridge w -Namespace lab -PassThru
        $port.Name | Should -Be w
        $port.Bridge | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, and tells the equivalent command with -Verbose' {
        Remove-VethFromBridge w -Namespace lab -WhatIf
        (Get-IPLink lab w).master | Should -Be br01
        Remove-VethFromBridge w -Namespace lab -Verbose 4>&1 | ForEach-Object { "$_" } | Should -Contain 'ip -n lab link set w nomaster'
    }

    It 'takes it only out of the bridge that is named' {
        New-NetBridge br02 -Namespace lab
        Assert-Refused { Remove-VethFromBridge w br02 -Namespace lab } -Id NotInBridge -Category ObjectNotFound -Target w -Message '*br02*'
        Remove-VethFromBridge w br01 -Namespace lab
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
    }

    It 'refuses what is in no bridge, and what is not there, and goes on' {
        New-VethPair x y -Namespace ns01 -PeerNamespace lab
        $errors = @(Get-ErrorsOf { 'y', 'nope', 'w' | Remove-VethFromBridge -Namespace lab })
        $errors | Should -HaveCount 2
        Assert-NetError $errors[0] -Id NotInBridge -Category ObjectNotFound -Target y
        Assert-NetError $errors[1] -Id InterfaceNotFound -Category ObjectNotFound -Target nope
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
    }

    It 'refuses a second time' {
        Remove-VethFromBridge w -Namespace lab
        Assert-Refused { Remove-VethFromBridge w -Namespace lab } -Id NotInBridge -Category ObjectNotFound -Target w
    }
}
