# Completions of pleiad for elvish: pleiad itself says what may come next, from the program at hand.
use str
set edit:completion:arg-completer[pleiad] = {|@words|
    var beside = ''
    var at = (- (count $words) 1)
    try {
        pleiad __complete elvish --at $at -- $@words 2>/dev/null | from-lines | each {|line|
            var parts = [(str:split "\t" $line)]
            if (str:has-prefix $line ':') {
                set beside = $line
            } elif (and (== (count $parts) 2) (not-eq $parts[1] '')) {
                edit:complex-candidate $parts[0] &display=$parts[0]' ('$parts[1]')'
            } else {
                put $parts[0]
            }
        }
    } catch e { }
    if (or (eq $beside ':files') (eq $beside ':folders')) {
        edit:complete-filename $words[-1]
    }
}
