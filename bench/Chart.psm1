# Draws lines over logarithmic axes as SVG, which GitHub shows in a page: time against the number of namespaces.
$colours = '#888888', '#bbbbbb', '#d62728', '#1f77b4', '#2ca02c', '#9467bd', '#8c564b', '#e377c2', '#17becf'
$left, $top, $width, $height, $legend = 60, 40, 560, 360, 250

# Lines are hashtables of Name and Points, a list of N and milliseconds.
function Format-Chart([string] $Title, [hashtable[]] $Line) {
    $all = @($Line | ForEach-Object { $_.Points })
    $lowest = [Math]::Floor([Math]::Log10([System.Linq.Enumerable]::Min([double[]] @($all | ForEach-Object { $_[1] }))))
    $highest = [Math]::Ceiling([Math]::Log10([System.Linq.Enumerable]::Max([double[]] @($all | ForEach-Object { $_[1] }))))
    $counts = @($all | ForEach-Object { $_[0] } | Sort-Object -Unique)
    $across = { param($count) $left + $width * [Math]::Log($count / $counts[0]) / [Math]::Max(1e-9, [Math]::Log($counts[-1] / $counts[0])) }
    $up = { param($value) $top + $height * ($highest - [Math]::Log10($value)) / ($highest - $lowest) }
    $number = { param([double] $value) $value.ToString('0.#', [cultureinfo]::InvariantCulture) }
    "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"$($left + $width + $legend)`" height=`"$($top + $height + 50)`" font-family=`"sans-serif`" font-size=`"12`">"
    '<rect width="100%" height="100%" fill="white"/>'
    "<text x=`"$left`" y=`"22`" font-size=`"15`">$Title</text>"
    foreach ($power in $lowest..$highest) {
        $y = & $number (& $up ([Math]::Pow(10, $power)))
        "<line x1=`"$left`" x2=`"$($left + $width)`" y1=`"$y`" y2=`"$y`" stroke=`"#dddddd`"/><text x=`"$($left - 6)`" y=`"$y`" text-anchor=`"end`" dominant-baseline=`"middle`">$([Math]::Pow(10, $power))</text>"
    }
    foreach ($count in $counts) {
        $x = & $number (& $across $count)
        "<line x1=`"$x`" x2=`"$x`" y1=`"$top`" y2=`"$($top + $height)`" stroke=`"#dddddd`"/><text x=`"$x`" y=`"$($top + $height + 18)`" text-anchor=`"middle`">$count</text>"
    }
    "<text x=`"$($left + $width / 2)`" y=`"$($top + $height + 40)`" text-anchor=`"middle`">namespaces</text><text x=`"8`" y=`"$($top - 8)`">ms</text>"
    # The legend has the order of the lines' right ends.
    $place = 0
    foreach ($one in $Line | Sort-Object { -$_.Points[-1][1] / $_.Points[-1][0] }) {
        $colour = $colours[[array]::IndexOf($Line, $one) % $colours.Count]
        $points = @($one.Points | ForEach-Object { "$(& $number (& $across $_[0])),$(& $number (& $up $_[1]))" }) -join ' '
        $thick = if ($one.Name -like 'VethLab*') { 3 } else { 1.5 }
        "<polyline fill=`"none`" stroke=`"$colour`" stroke-width=`"$thick`" points=`"$points`"/>"
        $y = $top + 10 + 20 * $place++
        "<line x1=`"$($left + $width + 15)`" x2=`"$($left + $width + 40)`" y1=`"$y`" y2=`"$y`" stroke=`"$colour`" stroke-width=`"$thick`"/><text x=`"$($left + $width + 46)`" y=`"$y`" dominant-baseline=`"middle`">$($one.Name.Replace('`', ''))</text>"
    }
    '</svg>'
}

Export-ModuleMember -Function Format-Chart
