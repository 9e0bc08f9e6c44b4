BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Remove-NetBridge' {
    BeforeEach { New-NetNamespace lab }
    AfterEach { Remove-NamespacesExcept $others }

    It 'removes a bridge that is up, with its address and route' {
        New-NetBridge br01 -IPAddress 10.0.0.1/24 -Namespace lab
        Remove-NetBridge br01 -Namespace lab | Should -BeNullOrEmpty
        (Get-IPLink lab).ifname | Should -Be lo
        & ip -n lab route | Should -BeNullOrEmpty
    }

    It 'removes what ip and brctl made' {
        & ip -n lab link add br01 type bridge
        & ip netns exec lab brctl addbr br02
        Remove-NetBridge br01, br02 -Namespace lab
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'leaves the ports, without a bridge' {
        New-NetBridge br01 -Namespace lab
        New-VethPair v w -Namespace lab -PeerNamespace lab | Add-VethToBridge br01 -Namespace lab
        (Get-IPLink lab w).master | Should -Be br01
        Remove-NetBridge br01 -Namespace lab
        (Get-IPLink lab).ifname | Should -Be 'lo', 'w', 'v'
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
    }

    It 'takes an object made inside a block, outside it' {
        $bridge = Invoke-NetNamespace lab { New-NetBridge br01 }
        $bridge | Remove-NetBridge
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'takes an object for the bridge that it is, not for one of the same name here' {
        New-NetNamespace ns01
        $there = New-NetBridge br01 -Namespace ns01
        Invoke-NetNamespace lab { New-NetBridge br01; $there | Remove-NetBridge } | Out-Null
        (Get-IPLink lab).ifname | Should -Contain br01
        (Get-IPLink ns01).ifname | Should -Be lo
        Assert-Refused { Get-NetBridge br01 -Namespace lab | Remove-NetBridge -Namespace ns01 } -Id NamespaceMismatch -Category InvalidArgument
    }

    It 'removes two of three from the pipeline and reports the third' {
        'a', 'c' | New-NetBridge -Namespace lab
        $errors = @(Get-ErrorsOf { 'a', 'b', 'c' | Remove-NetBridge -Namespace lab })
        $errors | Should -HaveCount 1
        Assert-NetError $errors[0] -Id BridgeNotFound -Category ObjectNotFound -Target b
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'changes nothing with -WhatIf, and tells the equivalent command with -Verbose' {
        New-NetBridge br01 -Namespace lab
        Remove-NetBridge br01 -Namespace lab -WhatIf
        (Get-IPLink lab).ifname | Should -Contain br01
        Remove-NetBridge br01 -Namespace lab -Verbose 4>&1 | ForEach-Object { "$_" } | Should -Contain 'ip -n lab link delete br01 type bridge'
    }

    It 'refuses what is no bridge, and a second removal' {
        $bridge = New-NetBridge br01 -Namespace lab
        New-VethPair v w -Namespace lab -PeerNamespace lab
        Assert-Refused { Remove-NetBridge v -Namespace lab } -Id NotABridge -Category InvalidType -Target v -Message '*a veth made by VethLab*'
        Assert-Refused { Remove-NetBridge lo -Namespace lab } -Id NotABridge -Category InvalidType -Target lo
        Assert-Refused { Remove-NetBridge nope -Namespace lab } -Id BridgeNotFound -Category ObjectNotFound -Target nope
        $bridge | Remove-NetBridge
        Assert-Refused { $bridge | Remove-NetBridge } -Id BridgeNotFound -Category ObjectNotFound -Target br01
    }
}
