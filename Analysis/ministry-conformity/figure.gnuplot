# SPDX-License-Identifier: GPL-3.0-or-later
# Run from the root of the repository, by make-figure.sh.
here = 'Analysis/ministry-conformity/'
set terminal svg size 860,420 font 'DejaVu Sans,14' background 'white'
set output here.'figure.svg'
set datafile separator ','
set xlabel 'conformity J: pull of colleagues who are seen to obey'
set ylabel 'share of clerks who carry out the order'
set yrange [-0.02:1.05]
set xrange [0:3]
set format y '%.1f'
set key at first 1.5,0.62 left top Left reverse samplen 2
set border 3
set tics nomirror out
set label 'limit 5 %' at 2.98,0.085 right textcolor rgb '#666666'
rows(name) = "< grep ',".name.",' ".here."curve.csv"
plot 0.05 with lines lc rgb '#999999' dt 2 notitle, \
     rows('together') u 1:4:5 with filledcurves lc rgb '#D55E00' fs transparent solid 0.2 noborder notitle, \
     rows('together') u 1:3 with linespoints lc rgb '#D55E00' lw 2 pt 7 ps 0.5 title 'together', \
     rows('unlinked') u 1:3 with lines lc rgb '#0072B2' lw 2 dt 4 title 'unlinked: the same conditions, no company', \
     rows('alone') u 1:3 with lines lc rgb '#009E73' lw 2 title 'alone'
