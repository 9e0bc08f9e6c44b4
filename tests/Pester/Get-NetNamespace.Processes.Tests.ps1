# Get-NetNamespace -ProcessId and -IncludeUnnamed: namespaces that only processes hold, as containers' are. `unshare --net sleep` is the container.
BeforeAll {
    . $PSScriptRoot/shared/Errors.ps1
    $others = @(Get-NamespaceNames)

    # A process in a network namespace of its own; ready when it says so.
    function Start-Container {
        $start = [System.Diagnostics.ProcessStartInfo]::new('unshare')
        foreach ($word in '--net', 'sh', '-c', 'ip link set lo up; echo ready; read end') { $start.ArgumentList.Add($word) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        if ($process.StandardOutput.ReadLine() -ne 'ready') { throw 'unshare did not work.' }
        $process
    }
    function Stop-Container([System.Diagnostics.Process] $Process) {
        $Process.StandardInput.Close()
        $Process.WaitForExit()
        $Process.Dispose()
    }
    function Get-ProcessInode([int] $Id) { [System.IO.FileInfo]::new("/proc/$Id/ns/net").LinkTarget }
    function Get-LinkNames([int] $Id) { @(& nsenter "--net=/proc/$Id/ns/net" ip -j link | ConvertFrom-Json | ForEach-Object { $_.ifname } | Sort-Object) }
}

Describe 'Namespaces of processes' {
    BeforeAll { $container = Start-Container; $id = $container.Id }
    AfterEach { Remove-NamespacesExcept $others }
    AfterAll { Stop-Container $container }

    It 'finds the namespace that a process is in' {
        $space = Get-NetNamespace -ProcessId $id
        "$($space.NamespaceId)" | Should -BeExactly (Get-ProcessInode $id)
        $space.ProcessId | Should -Be $id
        $space.Path | Should -BeExactly /proc/$id/ns/net
        $space.IsNamed | Should -BeFalse
        $space.Name | Should -BeExactly pid:$id
    }

    It 'finds it by its name where it has one' {
        New-NetNamespace ns01
        $sleeper = & ip netns exec ns01 sh -c 'sleep 60 > /dev/null 2>&1 & echo $!'
        try {
            $space = Get-NetNamespace -ProcessId $sleeper
            "$($space.Name) $($space.Path) $($space.IsNamed)" | Should -BeExactly 'ns01 /run/netns/ns01 True'
            $space.NamespaceId.Inode | Should -Be (Get-NetNamespace ns01).NamespaceId.Inode
        }
        finally { & kill $sleeper }
    }

    It 'takes several processes, and processes from the pipeline' {
        (Get-NetNamespace -ProcessId $id, $PID).ProcessId | Should -Be $id, $PID
        "$((Get-Process -Id $id | Get-NetNamespace).NamespaceId)" | Should -BeExactly (Get-ProcessInode $id)
    }

    It 'lists with -IncludeUnnamed what only processes hold, each once' {
        New-NetNamespace ns01
        $spaces = @(Get-NetNamespace -IncludeUnnamed)
        $spaces.Name | Should -Contain ns01
        @($spaces | Where-Object { "$($_.NamespaceId)" -eq (Get-ProcessInode $id) }) | Should -HaveCount 1
        ($spaces.NamespaceId.Inode | Sort-Object -Unique).Count | Should -Be $spaces.Count
        (Get-NetNamespace).Name | Should -Not -Contain pid:$id
        (Get-NetNamespace pid:* -IncludeUnnamed).Name | Should -Contain pid:$id
    }

    It 'takes its own output' {
        $space = Get-NetNamespace -ProcessId $id
        $space | Get-NetNamespace | Should -Be $space
        Get-NetNamespace pid:$id | Should -Be $space
    }

    It 'is accepted by -Namespace: links, addresses and routes are made there' {
        $space = Get-NetNamespace -ProcessId $id
        $pair = New-VethPair veth01 br-veth01 -Namespace $space -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1
        try {
            Get-LinkNames $id | Should -Be lo, veth01
            (Get-NetIPAddress -Namespace $space -InterfaceAlias veth01 -AddressFamily InterNetwork).Name | Should -BeExactly 192.168.88.11/24
            & nsenter "--net=/proc/$id/ns/net" ip -4 route show default | Should -BeLike 'default via 192.168.88.1 dev veth01*'
            (Invoke-NetNamespace $space { Get-NetInterface veth01 }).NamespaceId | Should -Be $pair.NamespaceId
            (Get-VethPair br-veth01).PeerName | Should -BeExactly veth01 -Because 'the other end is found in a namespace without a name'
        }
        finally { $pair | Remove-VethPair }
        Get-LinkNames $id | Should -Be lo
    }

    It 'takes an interface in and gives it back' {
        $space = Get-NetNamespace -ProcessId $id
        New-NetNamespace ns01
        $null = New-VethPair veth01 w1 -Namespace ns01 -PeerNamespace ns01
        $there = Get-NetInterface veth01 -Namespace ns01 | Set-NetInterface -TargetNamespace $space -NewName eth0 -Up -PassThru
        Get-LinkNames $id | Should -Be eth0, lo
        $there.IsUp | Should -BeTrue
        $there.Namespace | Should -BeNullOrEmpty
        $back = $there | Set-NetInterface -TargetNamespace ns01 -NewName veth01 -PassThru
        "$($back.Namespace) $($back.Name)" | Should -BeExactly 'ns01 veth01'
        Get-LinkNames $id | Should -Be lo
    }

    It 'prints lines that reach it' {
        $space = Get-NetNamespace -ProcessId $id
        $lines = @(New-NetIPAddress 10.77.0.1/32 lo -Namespace $space -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object { "$_" }) -like '*ip address*'
        $lines | Should -BeExactly "nsenter --net=/proc/$id/ns/net ip address add 10.77.0.1/32 dev lo"
        Remove-NetIPAddress 10.77.0.1/32 lo -Namespace $space
        & sh -c $lines
        (Get-NetIPAddress 10.77.0.1 -Namespace $space).InterfaceAlias | Should -BeExactly lo
        Get-NetIPAddress 10.77.0.1 -Namespace $space | Remove-NetIPAddress
    }

    It 'returns with -Current the namespace that it is called in, by its name where it has one' {
        $here = Get-NetNamespace -Current
        "$($here.NamespaceId)" | Should -BeExactly (Get-Here)
        $here.IsNamed | Should -BeFalse
        [System.IO.FileInfo]::new($here.Path).LinkTarget | Should -BeExactly (Get-Here)
        (Get-NetNamespace $here.Name).NamespaceId | Should -Be $here.NamespaceId
        New-NetNamespace ns01
        Invoke-NetNamespace ns01 { Get-NetNamespace -Current; Get-NetNamespace ns01 } | ForEach-Object Name | Should -Be ns01, ns01
        $inside = Invoke-NetNamespace ns01 { Get-NetNamespace -Current }
        $inside.NamespaceId | Should -Be (Get-NetNamespace ns01).NamespaceId
        "$((Invoke-NetNamespace (Get-NetNamespace -ProcessId $id) { Get-NetNamespace -Current }).NamespaceId)" | Should -BeExactly (Get-ProcessInode $id)
    }

    It 'is accepted as text wherever a name is, also after JSON' {
        (Get-NetInterface -Namespace pid:$id).Name | Should -Be lo
        $saved = Get-NetNamespace -ProcessId $id | ConvertTo-Json | ConvertFrom-Json
        ($saved | Get-NetInterface).NamespaceId.Inode | Should -Be (Get-NetNamespace -ProcessId $id).NamespaceId.Inode
        $saved | New-NetBridge br77 -Down | ForEach-Object Name | Should -Be br77
        Get-LinkNames $id | Should -Be br77, lo
        Remove-NetBridge br77 -Namespace pid:$id
        Get-LinkNames $id | Should -Be lo
        Invoke-NetNamespace pid:$id { Get-Here } | Should -BeExactly (Get-ProcessInode $id)
        $text = "pid:$id"
        Assert-Refused { Remove-NetNamespace $text } NamespaceNotFound ObjectNotFound $text
    }

    It 'says that there is no such process' {
        Assert-Refused { Get-NetNamespace -ProcessId 2147483646 } ProcessNotFound ObjectNotFound 2147483646
    }

    It 'says that the namespace ended with its process' {
        $short = Start-Container
        $space = Get-NetNamespace -ProcessId $short.Id
        Stop-Container $short
        Assert-Refused { Get-NetInterface -Namespace $space } NamespaceNotFound ObjectNotFound
    }
}
