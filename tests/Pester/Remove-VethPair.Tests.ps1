BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Remove-VethPair' {
    BeforeEach { New-NetNamespace lab, ns01 }
    AfterEach { Remove-NamespacesExcept $others }

    It 'removes both ends, whichever is named' {
        New-VethPair v w -Namespace ns01 -PeerNamespace lab
        Remove-VethPair v -Namespace ns01 | Should -BeNullOrEmpty
        New-VethPair x y -Namespace ns01 -PeerNamespace lab
        Remove-VethPair y -Namespace lab
        (Get-IPLink ns01).ifname | Should -Be lo
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'works here without -Namespace, and on pairs that ip made' {
        & ip -n lab link add v type veth peer name w
        Invoke-NetNamespace lab { Remove-VethPair w }
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'takes pairs and interfaces, which know where they live' {
        $made = foreach ($i in 1..3) { New-VethPair "v$i" "w$i" -Namespace ns01 -PeerNamespace lab }
        $made[0] | Remove-VethPair
        Get-NetInterface w2 -Namespace lab | Remove-VethPair
        Get-VethPair -Namespace lab | Remove-VethPair
        (Get-IPLink ns01).ifname | Should -Be lo
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'removes two of three and reports the third' {
        foreach ($i in 1, 3) { $null = New-VethPair "v$i" "w$i" -Namespace ns01 -PeerNamespace lab }
        $errors = @(Get-ErrorsOf { 'v1', 'v2', 'v3' | Remove-VethPair -Namespace ns01 })
        $errors | Should -HaveCount 1
        Assert-NetError $errors[0] -Id InterfaceNotFound -Category ObjectNotFound -Target v2
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'changes nothing with -WhatIf, and tells the equivalent command with -Verbose' {
        New-VethPair v w -Namespace ns01 -PeerNamespace lab
        $before = Get-NetworkPicture
        Remove-VethPair v -Namespace ns01 -WhatIf
        Get-NetworkPicture | Should -Be $before
        Remove-VethPair v -Namespace ns01 -Verbose 4>&1 | ForEach-Object { "$_" } | Should -Contain 'ip -n ns01 link delete v'
    }

    It 'refuses what is no veth' {
        New-NetBridge br01 -Namespace lab
        Assert-Refused { Remove-VethPair br01 -Namespace lab } -Id NotAVeth -Category InvalidType -Target br01 -Message '*a bridge*'
        Assert-Refused { Remove-VethPair lo -Namespace lab } -Id NotAVeth -Category InvalidType -Target lo
        Assert-Refused { Get-NetBridge br01 -Namespace lab | Remove-VethPair } -Id NotAVeth -Category InvalidType -Target br01
    }

    It 'refuses an object of another namespace than -Namespace says' {
        $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab
        Assert-Refused { $pair | Remove-VethPair -Namespace lab } -Id NamespaceMismatch -Category InvalidArgument
    }

    It 'refuses an object whose namespace is gone, even if another has its name' {
        $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab
        Invoke-NetNamespace lab { Remove-NetNamespace ns01 }
        New-NetNamespace ns01
        New-VethPair v w -Namespace ns01 -PeerNamespace lab | Out-Null
        Assert-Refused { $pair | Remove-VethPair } -Id NamespaceNotFound -Category ObjectNotFound -Message '*gone*'
        (Get-IPLink ns01).ifname | Should -Contain v
    }
}
