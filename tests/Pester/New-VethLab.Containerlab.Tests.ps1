# Topologies of containerlab, written in the manner of its own lab-examples (br01, frr01) and smoke tests.
BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'

    # What the warnings are about: paths, without file, place and words.
    function Get-NotePaths([scriptblock] $Making) {
        $WarningPreference = 'Continue'
        Get-Warnings $Making | ForEach-Object { ($_ -split ': ')[1] }
    }
}

Describe 'New-VethLab -Path with a topology of containerlab' {
    BeforeEach { $before = Get-HereState }
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
        Get-HereState | Should -Be $before
    }

    It 'makes routers and hosts whose addresses and routes are in exec' {
        $file = New-File routed.clab.yml @'
name: routed
topology:
  groups:
    routers:
      kind: linux
      image: quay.io/frrouting/frr:10.5.1
      sysctls: { net.ipv4.ip_forward: 1 }
    hosts: { kind: linux, image: wbitt/network-multitool }
  nodes:
    router:
      group: routers
      exec:
        - ip addr add 192.168.11.1/24 dev eth1
        - ip address add dev eth2 192.168.12.1/24
    PC1:
      group: hosts
      exec:
        - ip link set eth1 up
        - ip addr add 192.168.11.2/24 dev eth1
        - ip route add 192.168.0.0/16 via 192.168.11.1 dev eth1
        - ip addr add 10.255.0.1 dev lo
    PC2:
      group: hosts
      exec:
        - ip link set dev eth1 address 02:00:00:00:12:02 mtu 1400 up
        - ip addr add 192.168.12.2/24 dev eth1
        - ip route replace default via 192.168.12.1
        - sysctl -w net.ipv4.conf.eth1.rp_filter=2
  links:
    - endpoints: ["PC1:eth1", "router:eth1"]
    - endpoints: ["PC2:eth1", "router:eth2"]
'@
        Get-NotePaths { New-VethLab -Path $file | Out-Null } | Should -Be 'topology.groups.routers.image'
        & ip netns exec PC1 ping -c 1 -W 2 192.168.12.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
        Get-IPAddressText PC1 lo | Should -Be 10.255.0.1/32
        $link = Get-IPLink PC2 eth1
        $link.address, $link.mtu | Should -Be '02:00:00:00:12:02', 1400
        & ip netns exec PC2 cat /proc/sys/net/ipv4/conf/eth1/rp_filter | Should -Be 2
    }

    It 'makes bridges, a pair to the host, and both formats of links' {
        New-NetNamespace machine | Out-Null
        $file = New-File mixed.clab.yaml @'
name: mixed
prefix: ""
topology:
  defaults: { kind: linux, image: alpine:3 }
  nodes:
    l1:
    l2: { network-mode: none }
    br-clab: { kind: bridge }
  links:
    - endpoints: [l1:eth1, br-clab:l1-eth1]
    - endpoints: [br-clab:l2-eth1, l2:eth1]
      mtu: 2000
    - endpoints: ["l1:eth2", "host:l1-host"]
    - type: host
      host-interface: l2-host
      endpoint: { node: l2, interface: eth2, mac: 02:00:00:00:00:04 }
    - type: veth
      endpoints:
        - { node: l1, interface: eth3, mac: 02:00:00:00:00:00, ipv4: 10.0.3.1/24, ipv6: fd00:3::1/64 }
        - { node: l2, interface: eth3 }
    - endpoints: [l1:eth4, l2:eth4]
      ipv4: ["", 10.0.4.2/24]
'@
        $lab = Invoke-NetNamespace machine { New-VethLab -Path $file }
        "$($lab.Namespaces)", "$($lab.Bridges)" | Should -Be 'l1 l2', 'br-clab'
        (Get-IPLink mixed | Where-Object master -EQ br-clab).ifname | Sort-Object | Should -Be 'l1-eth1', 'l2-eth1'
        (Get-IPLink machine).ifname | Where-Object { $_ -ne 'lo' } | Sort-Object | Should -Be 'l1-host', 'l2-host'
        (Get-IPLink l2 eth2).address, (Get-IPLink l2 eth1).mtu | Should -Be '02:00:00:00:00:04', 2000
        Get-IPAddressText l1 eth3 | Should -Be 10.0.3.1/24, fd00:3::1/64
        Get-IPAddressText l2 eth4 | Should -Be 10.0.4.2/24
        Get-IPAddressText l1 eth4 | Should -BeNullOrEmpty
    }

    It 'takes a bridge in the namespace that is called as the lab is for the lab''s own' {
        $file = New-File own.clab.yml @'
name: own
topology:
  defaults: { kind: linux, image: alpine, network-mode: none }
  nodes:
    own:
      exec: [ip addr add 10.0.0.1/24 dev br01, ip link set br01 address 02:00:00:00:00:01, sysctl -w net.ipv4.ip_forward=1]
    br01|own: { kind: bridge, network-mode: container:own }
    c1: { exec: [ip addr add 10.0.0.2/24 dev eth0, ip route add default via 10.0.0.1] }
  links:
    - endpoints: [c1:eth0, br01|own:c1-eth0]
'@
        Get-NotePaths { New-VethLab -Path $file | Out-Null } | Should -Be 'topology.defaults.image'
        Get-NamespaceNames | Should -Be (@($others) + 'c1', 'own' | Sort-Object)
        (Get-IPLink own br01).address | Should -Be '02:00:00:00:00:01'
        & ip netns exec c1 ping -c 1 -W 2 10.0.0.1 | Out-Null
        $LASTEXITCODE | Should -Be 0
        & ip netns exec own cat /proc/sys/net/ipv4/ip_forward | Should -Be 1
    }

    It 'tells all that it leaves out, each with its place, and images once' {
        $file = New-File rich.clab.yml @'
name: rich
mgmt: { network: custom, ipv4-subnet: 172.100.100.0/24 }
topology:
  kinds:
    linux: { image: alpine:3 }
  nodes:
    l1:
      kind: linux
      binds: [a:/a]
      exec:
        - ip route del default
      ports: [80:80]
      mgmt-ipv4: 172.20.20.99
    l2:
      kind: nokia_srlinux
      image: ghcr.io/nokia/srlinux
      startup-config: l2.cfg
    br01|l1: { kind: bridge, network-mode: container:l1 }
  links:
    - endpoints: [l1:eth1, l2:e1-1]
      vars: { a: b }
    - type: dummy
      endpoint: { node: l1, interface: d0 }
    - type: vxlan
      endpoint: { node: l1, interface: v0 }
      remote: 10.0.0.9
      vni: 5
    - endpoints: [l1:eth2, mgmt-net:l1-mgmt]
    - endpoints: ["l1:eth3", "macvlan:enp0s3"]
'@
        $notes = Get-Warnings { New-VethLab -Path $file -WarningAction Continue | Out-Null }
        foreach ($note in $notes) { $note | Should -Match ([regex]::Escape($file) + ':\d+:\d+: \S+: .') }
        $notes | ForEach-Object { ($_ -split ': ')[1] } | Should -Be @(
            'mgmt', 'topology.kinds.linux.image', 'topology.nodes.l1.binds', 'topology.nodes.l1.exec[0]', 'topology.nodes.l1.ports', 'topology.nodes.l1.mgmt-ipv4', 'topology.nodes.l2'
            'topology.nodes.l2.startup-config', "topology.nodes['br01|l1']", 'topology.links[0].vars', 'topology.links[1]', 'topology.links[2]'
            'topology.links[3].endpoints[1]', 'topology.links[4].endpoints[1]')
    }

    It 'runs what else exec does, in order, with its variables, and undoes the lab where it fails' {
        $log = "$TestDrive/said"
        $file = New-File run.clab.yml @"
name: run
topology:
  defaults: { kind: linux, env: { WHO: defaults, WHERE: here } }
  nodes:
    n1:
      env: { WHO: n1 }
      exec:
        - sh -c 'echo `$`$WHO `$`$WHERE > $log'
        - ip addr add 10.0.0.1/32 dev lo
        - sh -c "ip -o -4 address show lo >> $log"
    n2: {}
"@
        New-VethLab -Path $file | Out-Null
        $said = [System.IO.File]::ReadAllLines($log)
        $said[0] | Should -BeExactly 'n1 here'
        $said[-1] | Should -BeLike '*10.0.0.1/32*'
        Remove-VethLab run
        [System.IO.File]::AppendAllText($file, "`n    n3: { exec: [false] }`n    n4: { exec: ['echo `$HOME'] }`n")
        $errors = @(Get-ErrorsOf { New-VethLab -Path $file })
        $errors | Should -HaveCount 1
        Get-NamespaceNames | Should -Be $others
        Get-NotePaths { New-VethLab -Path $file -WhatIf | Out-Null } | Should -Be 'topology.nodes.n4.exec[0]'
    }

    It 'gives the names that <Prefix> asks for' -ForEach @(
        @{ Prefix = 'clab'; Is = 'clab-pre-a' }
        @{ Prefix = '__lab-name'; Is = 'pre-a' }
        @{ Prefix = '""'; Is = 'a' }
    ) {
        $file = New-File pre.clab.yml "name: pre`nprefix: $Prefix`ntopology: { nodes: { a: { kind: linux }, b: { kind: linux } }, links: [{ endpoints: [a:eth1, b:eth1] }] }"
        (New-VethLab -Path $file).Namespaces | Should -Contain $Is
    }

    It 'tells everything that is wrong at once, with the topology''s own paths' {
        $file = New-File bad.clab.yml @'
name: bad
topology:
  nodes:
    l1: { image: alpine }
    l2: { kind: linux, exec: [ip addr add 10.0.0.300/24 dev eth1, ip route add 10.1.0.0/16 via 10.9.9.9] }
    l3: { kind: ext-container }
  links:
    - endpoints: [l1:eth1, l2:eth1]
    - endpoints: [l1:eth2]
    - endpoints: [l1:eth3, l4:eth1]
    - endpoints: [l1:ethernet-1/1, l2]
'@
        $errors = @(Get-ErrorsOf { New-VethLab -Path $file })
        $errors.TargetObject.Path | Should -Be @(
            'topology.nodes.l1', 'topology.nodes.l2.exec[0]', 'topology.nodes.l2.exec[1]', 'topology.nodes.l3', 'topology.links[1].endpoints', 'topology.links[2].endpoints[1]', 'topology.links[3].endpoints[1]')
        $errors.TargetObject.Line | Should -Be 4, 5, 5, 6, 9, 10, 11
        Get-NamespaceNames | Should -Be $others
    }

    It 'says so where a file of that name is no topology' {
        $errors = @(Get-ErrorsOf { New-VethLab -Path (New-File none.clab.yml "name: none`nnodes: {}") })
        Assert-NetError $errors[0] -Id DescriptionInvalid -Category InvalidData -Message '*topology*'
    }
}
