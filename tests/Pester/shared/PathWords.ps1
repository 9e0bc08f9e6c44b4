# The words in braces of PathFaults.ps1, by topology and family.

$routedWords = @{
    4 = @{ src = '10.1.0.2'; dst = '10.2.0.2'; gw = '10.1.0.1'; dgw = '10.2.0.1'; snet = '10.1.0.0/24'; dnet = '10.2.0.0/24'; other = '10.1.0.3'; nobody = '10.1.0.77'; nobody2 = '10.12.0.77'; nobody3 = '10.2.0.77'; elsewhere = '10.9.0.0/16' }
    6 = @{ src = 'fd01::2'; dst = 'fd02::2'; gw = 'fd01::1'; dgw = 'fd02::1'; snet = 'fd01::/64'; dnet = 'fd02::/64'; other = 'fd01::3'; nobody = 'fd01::77'; nobody2 = 'fd12::77'; nobody3 = 'fd02::77'; elsewhere = 'fd09::/64' }
}
$familyWords = @{
    4 = @{ v = '4'; len = '24'; narrow = '30'; nf = 'ip'; ipt = 'iptables'; forwarding = 'ipv4/ip_forward'; echo = 'ipv4/icmp_echo_ignore_all'; localhost = '127.0.0.1'; otherNet = '192.168.99.0/24' }
    6 = @{ v = '6'; len = '64'; narrow = '127'; nf = 'ip6'; ipt = 'ip6tables'; forwarding = 'ipv6/conf/all/forwarding'; echo = 'ipv6/icmp/echo_ignore_all'; localhost = '::1'; otherNet = 'fd99::/64' }
}
$topologyWords = @{
    bridge             = @{ router = 'host'; end = 'b'
        4 = @{ src = '192.168.88.11'; dst = '192.168.88.12'; snet = '192.168.88.0/24'; nobody = '192.168.88.99' }
        6 = @{ src = 'fd88::11'; dst = 'fd88::12'; snet = 'fd88::/64'; nobody = 'fd88::99' } }
    two_bridges        = @{ router = 'r'; last = 'r'; in = 'eth1'; out = 'eth2'; end = 'b'; 4 = $routedWords[4]; 6 = $routedWords[6] }
    bridged_and_routed = @{ router = 'host'; in = 'br1'; out = 'br2'; end = 'b'; 4 = $routedWords[4]; 6 = $routedWords[6] }
    chain              = @{ router = 'r1'; last = 'r2'; in = 'eth1'; out = 'eth2'; end = 'b'; 4 = $routedWords[4]; 6 = $routedWords[6] }
    internet           = @{ router = 'host'; in = 'br01'; out = 'ens160'; end = 'internet'
        4 = @{ src = '192.168.88.11'; dst = '114.114.114.114'; gw = '192.168.88.1'; snet = '192.168.88.0/24'; nobody = '192.168.88.77' }
        6 = @{ src = 'fd88::11'; dst = '2001:db8:114::114'; gw = 'fd88::1'; snet = 'fd88::/64'; nobody = 'fd88::77' } }
}

# A text with its words put in. A word that the topology does not have is a mistake in the table.
function Expand-PathWords([string] $Text, [string] $Topology, [int] $Family) {
    [regex]::Replace($Text, '\{(\w+)\}', {
            param($found)
            $word = $found.Groups[1].Value
            foreach ($words in $familyWords[$Family], $topologyWords[$Topology][$Family], $topologyWords[$Topology]) {
                if ($words.ContainsKey($word)) { return $words[$word] }
            }
            throw "The topology '$Topology' has no word '$word' for IPv$Family`: $Text"
        })
}

# The cases of the rows: one for each topology, family and protocol.
function Expand-PathFault([hashtable[]] $Rows) {
    foreach ($row in $Rows) {
        foreach ($topology in $row.In) {
            foreach ($family in $(if ($row.For) { $row.For } else { 4, 6 })) {
                foreach ($protocol in $(if ($row.Via) { $row.Via } else { 'Icmp' })) {
                    @{
                        Cause = $row.Cause; Topology = $topology; Family = $family; Protocol = $protocol; Ask = "$($row.Ask | ConvertTo-Json -Compress)"
                        Break = Expand-PathWords $row.Break $topology $family
                        To    = Expand-PathWords $(if ($row.To) { $row.To } else { '{dst}' }) $topology $family
                        End   = $(if ($row.To) { 'a' } else { $topologyWords[$topology].end })
                        Works = "$($row.Works)"; HasFix = -not $row.NoFix
                    }
                }
            }
        }
    }
}
