# Completion of eo-tracker in bash. The program is asked what the word before the cursor may become.
# It answers with the kind of its proposals, and then one proposal a line.

_eo_tracker() {
    local kind='' line='' program=$1
    # The word comes as it was typed.
    # shellcheck disable=SC2088
    case $program in
        '~/'*) program=$HOME/${program#'~/'} ;;
    esac
    COMPREPLY=()
    while IFS= read -r line; do
        if [ -z "$kind" ]; then
            kind=$line
        else
            COMPREPLY+=("$line")
        fi
    done < <(
        _EO_TRACKER_COMPLETE=bash _EO_TRACKER_LINE=${COMP_LINE:0:COMP_POINT} COMP_TYPE=$COMP_TYPE \
            COMP_WORDBREAKS=$COMP_WORDBREAKS COLUMNS=${COLUMNS:-80} "$program" 2>/dev/null </dev/null
    )
    # An older bash has no compopt, and makes do with the proposals.
    case $kind in
        open) compopt -o nospace ;;
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
    esac 2>/dev/null
    return 0
}

# Proposals stand in the order's own order, where bash can be told not to sort them.
complete -o nosort -F _eo_tracker eo-tracker eot 2>/dev/null || complete -F _eo_tracker eo-tracker eot
