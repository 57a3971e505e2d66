# Completions of pleiad for bash: pleiad itself says what may come next, from the program at hand.
_pleiad() {
    local -a lines=()
    local flags=
    # While a menu goes round, what is shown is what is typed.
    [[ ${COMP_TYPE-} == 37 ]] && flags=--bare
    mapfile -t lines < <(pleiad __complete bash $flags --at "$COMP_CWORD" -- "${COMP_WORDS[@]}" 2>/dev/null)
    local beside=${lines[${#lines[@]}-1]-}
    unset "lines[${#lines[@]}-1]"
    COMPREPLY=("${lines[@]}")
    case $beside in
        :files) compopt -o default ;;
        :folders) compopt -o dirnames ;;
    esac
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    return 0
}
complete -F _pleiad pleiad
