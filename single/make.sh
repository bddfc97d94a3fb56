#!/bin/sh
# All headers as one file, to copy into a project: `make single` writes single/cchash.h. Run from the top of the tree;
# prints the file. Each header is put where it is first included; the template cchash/operations.h, once for each layout.
# The macros that cchash/macros_off.h puts aside come back at the end only.
awk -v top=cchash.h '
    function show(file, folder, line, name, parts) {
        folder = file
        if (!sub(/[^\/]*$/, "", folder)) folder = ""
        while ((getline line < file) > 0) {
            if (line !~ /^#include "/) {
                if (file == top && line ~ /^#endif/) { show("cchash/macros_on.h"); print "" }
                print line
                continue
            }
            split(line, parts, "\"")
            name = folder parts[2]
            while (sub(/[^\/]+\/\.\.\//, "", name)) ;
            if (name ~ /macros_on\.h$/ || (name in shown)) continue
            if (name !~ /operations\.h$/) shown[name] = 1
            if (name != "cchash/macros_off.h") print "/* ==== " name " ==== */\n"
            show(name)
        }
        close(file)
    }
    BEGIN {
        print "/* This file is made of the headers in the top folder by `make single`. Change those. */"
        show(top)
    }'
