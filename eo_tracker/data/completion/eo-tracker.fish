# Completion of eo-tracker in fish. The program is asked what the word before the cursor may become.
# It answers with the kind of its proposals, and then one proposal a line: the word, a tab, what it is.

function __eo_tracker_complete
    set -l line (commandline -cp | string collect)
    set -l program (commandline -opc | string match -r '^(?:.*/)?(?:eo-tracker|eot)$')[1]
    set program (string replace -r '^~/' "$HOME/" -- $program)
    test -n "$program"; or return
    set -l answer (env _EO_TRACKER_COMPLETE=fish _EO_TRACKER_LINE="$line" $program 2>/dev/null </dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path (commandline -ct)
        case folders
            __fish_complete_directories (commandline -ct)
        case open words
            printf '%s\n' $answer[2..-1]
    end
end

for program in eo-tracker eot
    complete --command $program --no-files --keep-order --arguments '(__eo_tracker_complete)'
end
