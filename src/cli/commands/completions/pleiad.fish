# Completions of pleiad for fish: pleiad itself says what may come next, from the program at hand.
function __pleiad_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (pleiad __complete fish --at (count $before) -- $before $current 2>/dev/null)
    test (count $lines) -gt 1; and printf '%s\n' $lines[1..-2]
    switch "$lines[-1]"
        case ':files'
            __fish_complete_path $current
        case ':folders'
            __fish_complete_directories $current
    end
end
complete -c pleiad -f -k -a '(__pleiad_complete)'
