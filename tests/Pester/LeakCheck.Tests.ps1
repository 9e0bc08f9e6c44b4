# The check that runs after every test file: it must see each kind of thing, or it would never fail.
BeforeAll {
    if ($env:VETHLAB_ISOLATED -ne '1') { throw 'These tests change the network: run them by build.ps1, or under ./vethlab -Isolated.' }
    Import-Module $PSScriptRoot/../LeakCheck/LeakCheck.psm1
}

Describe 'The leak check' {
    BeforeEach { $before = Get-NetworkState }
    AfterEach {
        # Once it is gone again, nothing is reported.
        if ($undo) { & $undo }
        Get-Leaks $before | Should -HaveCount 0
    }

    It 'reports nothing when nothing changed' { $undo = $null; Get-Leaks $before -GraceSeconds 0 | Should -HaveCount 0 }

    It 'sees <Kind>' -ForEach @(
        @{ Kind = 'a namespace'; Make = { ip netns add leak01 }; Undo = { ip netns delete leak01 }; Says = 'left behind: named namespace leak01' }
        @{ Kind = 'a file for a namespace'; Make = { mkdir -p /etc/netns/leak04; touch /etc/netns/leak04/resolv.conf }; Undo = { rm -r /etc/netns/leak04; rmdir /etc/netns 2> $null }
            Says = 'left behind: file for a namespace /etc/netns/leak04/resolv.conf' }
        @{ Kind = 'a link'; Make = { ip link add leak0 type veth peer name leak1 }; Undo = { ip link delete leak0 }; Says = 'left behind: link leak0' }
        @{ Kind = 'an nf_tables table'; Make = { nft add table inet leak }; Undo = { nft delete table inet leak }; Says = 'left behind: nf_tables table inet leak' }
        @{ Kind = 'a mount'; Make = { mkdir /run/netns/leak02; mount -t tmpfs none /run/netns/leak02 }; Undo = { umount /run/netns/leak02; rmdir /run/netns/leak02 }; Says = 'left behind: mount /run/netns/leak02 (tmpfs)' }
        @{ Kind = 'a changed sysctl'; Make = { [System.IO.File]::WriteAllText('/proc/sys/net/ipv4/conf/default/rp_filter', '2') }
            Undo = { [System.IO.File]::WriteAllText('/proc/sys/net/ipv4/conf/default/rp_filter', $before.sysctl['/proc/sys/net/ipv4/conf/default/rp_filter']) }; Says = 'changed: sysctl net/ipv4/conf/default/rp_filter from * to ''2''' }
        @{ Kind = 'an open descriptor of a namespace that is deleted'
            Make = { ip netns add leak03; $script:held = [System.IO.File]::OpenRead('/run/netns/leak03'); ip netns delete leak03 }; Undo = { $script:held.Dispose() }; Says = 'left behind: descriptor of a namespace net:*' }
        @{ Kind = 'an open descriptor of this namespace'; Make = { $script:held = [System.IO.File]::OpenRead('/proc/self/ns/net') }; Undo = { $script:held.Dispose() }; Says = 'left behind: descriptor of a namespace net:*' }
    ) {
        . $Make
        @(Get-Leaks $before -GraceSeconds 0 | Where-Object { $_ -like $Says }) | Should -HaveCount 1
    }

    It 'sees a link that is gone' {
        $undo = $null
        ip link add leak0 type veth peer name leak1
        $withLink = Get-NetworkState
        ip link delete leak0
        Get-Leaks $withLink -GraceSeconds 0 | Should -Contain 'gone: link leak0'
    }

    It 'sees a process that outlives its run, whatever became of its parents' {
        $undo = $null
        $mark = [guid]::NewGuid().ToString()
        Get-MarkedProcesses $mark | Should -HaveCount 0
        $processId = & env VETHLAB_TEST_RUN=$mark sh -c 'sleep 60 > /dev/null 2>&1 & echo $!'
        @(Get-MarkedProcesses $mark) -like "$processId *sleep 60" | Should -HaveCount 1
        & kill $processId
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while (@(Get-MarkedProcesses $mark).Count -and $clock.Elapsed.TotalSeconds -lt 5) { [System.Threading.Thread]::Sleep(20) }
        Get-MarkedProcesses $mark | Should -HaveCount 0
    }
}
