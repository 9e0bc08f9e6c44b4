# Names, looked up for real: by a program of the C library's, behind a masquerade, from a server on the tutorial's internet.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/NameServer.ps1"
    . "$PSScriptRoot/shared/TutorialHost.ps1"
    . "$PSScriptRoot/shared/Tcpdump.ps1"
    $others = @(Get-NamespaceNames)

    # Words for sh that run the rest in a mount namespace where the machine is one with systemd-resolved: /etc/resolv.conf is a link to what
    # names the stub, and the servers that it asks are written beside it.
    $resolved = 'mount -t tmpfs tmpfs /run && cp -a /etc /run/etc && mount --bind /run/etc /etc &&
        mkdir -p /run/netns /run/systemd/resolve && rm -rf /etc/resolv.conf /etc/netns &&
        ln -s ../run/systemd/resolve/stub-resolv.conf /etc/resolv.conf &&
        printf "nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch corp.example\n" > /run/systemd/resolve/stub-resolv.conf &&
        printf "nameserver 10.1.1.1\nnameserver fe80::1%%eth0\nnameserver 10.1.1.2\nsearch corp.example\n" > /run/systemd/resolve/resolv.conf'
    # Runs a script there in another shell, after some more words for sh; returns all that it says, a line each.
    function Invoke-OnResolved([string] $Script, [string] $Preparation = 'true') {
        $words = @('unshare', '--net', '--mount', 'sh', '-c', "$resolved && { $Preparation; } && exec `"`$@`"", 'sh') + (Get-ShellWords "& { $Script } *>&1 | ForEach-Object { `"`$_`" }")
        $process = Start-Words $words
        $errors = $process.StandardError.ReadToEndAsync()
        $said = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $errors.Result | Should -BeNullOrEmpty
        $process.Dispose()
        $said.Split("`n") | Where-Object { $_ }
    }
}

Describe 'Names' {
    BeforeAll {
        # The machine's resolver is a stub on loopback.
        $stub = [System.IO.Path]::GetTempFileName()
        [System.IO.File]::WriteAllText($stub, "nameserver 127.0.0.53`n")
        & sh -c '[ -e /etc/resolv.conf ] || { rm -f /etc/resolv.conf && : > /etc/resolv.conf; }'
        & mount --bind $stub /etc/resolv.conf
        New-TutorialHost
        $warnings = @(Invoke-NetNamespace host {
                $br = New-NetBridge br01 -IPAddress 192.168.88.1/24
                $null = New-NetNamespace ns01 -DnsServer 114.114.114.114 -DnsSearch test
                $null = New-NetNamespace ns02
                $null = New-VethPair veth01 br-veth01 -Namespace ns01 -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1 | Add-VethToBridge $br
                $null = New-VethPair veth02 br-veth02 -Namespace ns02 -IPAddress 192.168.88.12/24 -Gateway 192.168.88.1 | Add-VethToBridge $br
                $br | Enable-Masquerade 3>&1
                $br | Enable-Masquerade 3>&1
            } | ForEach-Object { "$_" } | Where-Object { $_ -notlike '*forwarding*' })
        $server = Start-NameServer internet 114.114.114.114
    }

    AfterAll {
        Stop-NameServer $server
        Remove-NamespacesExcept $others
        & umount /etc/resolv.conf
        [System.IO.File]::Delete($stub)
    }

    It 'are found by programs in a namespace with name servers of its own' {
        & ip netns exec ns01 getent hosts name.test | Should -Match '^203\.0\.113\.7 +name\.test$'
        Invoke-NetNamespace ns01 -FilePath getent -ArgumentList hosts, name.test | Should -Match '^203\.0\.113\.7 +name\.test$'
        $LASTEXITCODE | Should -Be 0
    }

    It 'are found in the domain to search' {
        Invoke-NetNamespace ns01 -FilePath getent -ArgumentList hosts, name | Should -Match '^203\.0\.113\.7 +name\.test$'
    }

    It 'that the server does not know are not found' {
        Invoke-NetNamespace ns01 -FilePath getent -ArgumentList hosts, other.example | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 2
    }

    It 'are not found in a namespace that uses the machine''s resolver on loopback' {
        & ip netns exec ns02 getent hosts name.test | Should -BeNullOrEmpty
        Invoke-NetNamespace ns02 -FilePath getent -ArgumentList hosts, name.test | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 2
    }

    It 'are asked for with the masqueraded address' {
        $tcpdump = Start-Tcpdump host ens160 -Filter 'udp port 53'
        $null = Invoke-NetNamespace ns01 -FilePath getent -ArgumentList ahostsv4, name.test
        $seen = @(Stop-Tcpdump $tcpdump -Lines 2)
        $seen[0] | Should -Match 'IP 10\.10\.12\.27\.\d+ > 114\.114\.114\.114\.53: .*A\? name\.test\.'
        $seen[1] | Should -Match 'IP 114\.114\.114\.114\.53 > 10\.10\.12\.27\.\d+: .* A 203\.0\.113\.7'
    }

    It 'are script blocks'' to look up as the session does' {
        Invoke-NetNamespace ns01 { [System.IO.File]::ReadAllText('/etc/resolv.conf') } | Should -BeExactly "nameserver 127.0.0.53`n"
    }

    It 'servers are offered by Tab: the machine''s, all at once or one by one' {
        $line = 'New-NetNamespace ns03 -DnsServer '
        @((TabExpansion2 $line $line.Length).CompletionMatches | Where-Object { "$($_.ResultType)" -eq 'ParameterValue' } | ForEach-Object CompletionText)[0] | Should -BeExactly Host
    }

    It 'are warned about by Enable-Masquerade, once, with the namespaces behind the bridge that will not find them' {
        $warnings | Should -HaveCount 2
        $warnings[0] | Should -BeLike 'Programs in ns02 will find no name server: /etc/resolv.conf names 127.0.0.53,*New-NetNamespace -DnsServer*'
        $warnings[1] | Should -BeLike '*masqueraded*already*'
    }
}

Describe 'On a machine with systemd-resolved' {
    It 'ip netns exec and Invoke-NetNamespace cover what the link leads to' {
        $said = Invoke-OnResolved @'
$null = New-NetNamespace ns01 -DnsServer 10.0.0.53
& ip netns exec ns01 sh -c 'tail -n +2 /etc/resolv.conf; tail -n +2 /run/systemd/resolve/stub-resolv.conf; readlink /etc/resolv.conf'
Invoke-NetNamespace ns01 -FilePath sh -ArgumentList '-c', 'tail -n +2 /etc/resolv.conf; tail -n +2 /run/systemd/resolve/stub-resolv.conf; readlink /etc/resolv.conf'
& head -n 1 /etc/resolv.conf
'@
        $inside = 'nameserver 10.0.0.53', 'nameserver 10.0.0.53', '../run/systemd/resolve/stub-resolv.conf'
        $said | Should -BeExactly @($inside + $inside + 'nameserver 127.0.0.53')
    }

    It 'a stub is warned about, and who is asked behind it is told' {
        Invoke-OnResolved '$null = New-NetNamespace ns01 -DnsServer 127.0.0.53' |
            Should -BeExactly ('127.0.0.53 is a loopback address: inside a namespace it is the namespace''s own, where the host''s resolver does not answer. ' +
                'On this machine it asks 10.1.1.1, 10.1.1.2 (/run/systemd/resolve/resolv.conf); New-NetNamespace -DnsServer Host takes those.')
    }

    It '-DnsServer Host takes the servers behind the stub, and the domains to search' {
        Invoke-OnResolved '$a = New-NetNamespace a -DnsServer Host; $b = New-NetNamespace b -DnsServer host, 10.0.0.9 -DnsSearch lab; foreach ($space in $a, $b) { "$($space.DnsServer) / $($space.DnsSearch)" }' |
            Should -BeExactly '10.1.1.1 10.1.1.2 / corp.example', '10.1.1.1 10.1.1.2 10.0.0.9 / lab'
    }

    It '-DnsServer Host takes <What>' -ForEach @(
        @{ What = 'the stub, with a warning, where nobody behind it is known'; Preparation = 'rm /run/systemd/resolve/resolv.conf'; Says = '127.0.0.53 is a loopback address*Name a server*', '127.0.0.53' }
        @{ What = 'whom NetworkManager''s stub asks'; Preparation = 'rm /run/systemd/resolve/resolv.conf; mkdir /run/NetworkManager; echo nameserver 10.2.2.2 > /run/NetworkManager/no-stub-resolv.conf'; Says = @('10.2.2.2') }
        @{ What = 'none of the loopback ones among others'; Preparation = 'printf "nameserver 127.0.0.1\nnameserver 10.3.3.3\n" > /run/systemd/resolve/stub-resolv.conf'; Says = @('10.3.3.3') }
    ) {
        $said = @(Invoke-OnResolved '"$((New-NetNamespace ns01 -DnsServer Host 3>&1 | ForEach-Object { if ($_.DnsServer) { $_.DnsServer } else { Write-Output "$_`n" } }))".Trim().Replace("`n ", "`n")' $preparation)
        $said | Should -HaveCount $says.Count
        for ($i = 0; $i -lt $says.Count; $i++) { $said[$i] | Should -BeLike $says[$i] }
    }

    It '-DnsServer Host is refused where the machine has none (<Preparation>)' -ForEach @(
        @{ Preparation = 'rm /run/systemd/resolve/stub-resolv.conf' }
        @{ Preparation = 'echo search x > /run/systemd/resolve/stub-resolv.conf' }
    ) {
        Invoke-OnResolved 'try { New-NetNamespace ns01 -DnsServer Host -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.TargetObject)" }; (Get-NetNamespace).Count' $preparation |
            Should -BeExactly 'DnsServerNotFound,VethLab.PowerShell.Commands.NewNetNamespaceCommand ObjectNotFound /etc/resolv.conf', '0'
    }

    It 'a link that leads nowhere is told when the namespace is made and when a program starts, which runs all the same, as under ip netns exec' {
        $said = @(Invoke-OnResolved 'New-NetNamespace ns01 -DnsServer 10.0.0.53 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }; Invoke-NetNamespace ns01 -FilePath echo -ArgumentList ran; & ip netns exec ns01 echo ran 2> $null' 'rm /run/systemd/resolve/stub-resolv.conf')
        $said | Should -HaveCount 4
        $said[0] | Should -BeLike 'There is no file /etc/resolv.conf*'
        $said[1] | Should -BeLike 'bind /etc/netns/ns01/resolv.conf on /etc/resolv.conf: No such file or directory*'
        $said[2..3] | Should -BeExactly ran, ran
    }

    It 'Enable-Masquerade tells what to do' {
        Invoke-OnResolved @'
$br = New-NetBridge br01 -IPAddress 192.168.88.1/24
1..5 | ForEach-Object { $null = New-NetNamespace "ns$_"; $null = New-VethPair "v$_" "w$_" -Namespace "ns$_" | Add-VethToBridge $br }
$null = New-NetNamespace elsewhere, own
$null = New-VethPair vown wown -Namespace (New-NetNamespace mine -DnsServer Host) | Add-VethToBridge $br
Enable-NetForwarding 3> $null
$br | Enable-Masquerade
'@ | Should -BeExactly ('Programs in ns1, ns2, ns3 and 2 more will find no name server: /etc/resolv.conf names 127.0.0.53, which is each namespace''s own loopback. ' +
            'On this machine it asks 10.1.1.1, 10.1.1.2 (/run/systemd/resolve/resolv.conf); New-NetNamespace -DnsServer Host takes those.')
    }
}
