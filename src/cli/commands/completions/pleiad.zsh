#compdef pleiad
# Completions of pleiad for zsh: pleiad itself says what may come next, from the program at hand.
_pleiad() {
    local -a lines assigned
    lines=("${(@f)$(pleiad __complete zsh --at $((CURRENT - 1)) -- "${(@Q)words}" 2>/dev/null)}")
    local beside=$lines[-1]
    lines[-1]=()
    # Behind `key=` comes its value, not a space.
    assigned=("${(@M)lines:#*=:*}")
    lines=("${(@)lines:#*=:*}")
    (( $#assigned )) && _describe -t keys key assigned -U -S ''
    (( $#lines )) && _describe -t values value lines -U
    case $beside in
        :files) _files ;;
        :folders) _files -/ ;;
    esac
}
if [ "$funcstack[1]" = "_pleiad" ]; then
    _pleiad "$@"
else
    compdef _pleiad pleiad
fi
