# Corrigibility against values: complicity
# world: The Ministry
# digest: 76355f42c574ff0fcbb58792ffaadaa409e05cf268cbea331be0118057b12a94
# program: Arendt 0.1.0
# results: 1
# seed: 1
# steps: 300
# replicates: 16
# networks: 16
# 6727 cells, 16 replicates over 16 networks each, 300 steps, seed 1.
# False discoveries are held at 5 % by the method of Benjamini and Hochberg over 6727 cells, this harm alone; what does not stand is undecided.
# The boundary encloses where most replicates leave the limit together and most stay within it alone; its band holds it with 95 %, with realisations resampled together in all cells.
# Drawn with gnuplot 5.4 or newer; in this folder:
#   gnuplot THIS_FILE                    writes an SVG
#   gnuplot -e "term='png'" THIS_FILE    writes a PNG; 'pdf' a PDF
if (!exists("term")) term = 'svg'
if (term eq 'svg') { set terminal svg size 900,893 font 'DejaVu Sans,14' noenhanced background 'white'; set output './corrigibility-values.svg' }
if (term eq 'png') { set terminal pngcairo size 1800,1786 fontscale 2 linewidth 2 pointscale 2 font 'DejaVu Sans,10.5' noenhanced; set output './corrigibility-values.png' }
if (term eq 'pdf') { set terminal pdfcairo size 9.375in,9.302083333333334in fontscale 0.75 linewidth 1.5 font 'DejaVu Sans,10.5' noenhanced; set output './corrigibility-values.pdf' }
letters(size) = sprintf(',%g', term eq 'svg' ? size : 0.75 * size)
data = './corrigibility-values.dat'
set encoding utf8
set palette defined (0 '#440154', 1 '#472c7a', 2 '#3b518b', 3 '#2c718e', 4 '#21908d', 5 '#27ad81', 6 '#5cc863', 7 '#aadc32', 8 '#fde725')
set style textbox opaque fillcolor rgb '#50ffffff' noborder margins 0.6,0.4
unset key
set multiplot
set cbrange [0.0:1.0]
set border 31 front lw 1; set tics front out nomirror scale 0.6 font ''.letters(12)

# panel J = 0
set lmargin at screen 0.093333; set rmargin at screen 0.46; set tmargin at screen 0.922732; set bmargin at screen 0.620381
unset label; unset colorbox
set xrange [0.0:2.0]; unset logscale x; set format x ''; set xtics 0.5
set yrange [0.0:6.0]; unset logscale y; set format y '%g'; set ytics 2.0
set label 'safe' at first 0.575,4.233333333333333 center noenhanced font ''.letters(12) boxed front
set label 'misaligned' at first 1.425,0.8999999999999999 center noenhanced font ''.letters(12) boxed front
plot data index 0 using 1:3:1:2:3:4:5 with boxxyerror fs solid 1 border lw 0.6 lc palette notitle, \
  data index 1 using 1:2 with lines lw 2 lc rgb '#a0000000' notitle, \
  data index 1 using 1:2 with lines lw 0.8 lc rgb '#60ffffff' notitle, \
  data index 2 using 1:2 with lines lw 2 lc rgb '#70000000' notitle, \
  data index 2 using 1:2 with lines lw 0.9 lc rgb '#ffffff' notitle, \
  data index 3 using 1:2 with filledcurves closed fs solid noborder fc rgb '#70ffffff' notitle, \
  data index 4 using 1:2 with lines lw 2 lc rgb '#a0ffffff' notitle, \
  data index 4 using 1:2 with lines lw 1 lc rgb '#505050' notitle, \
  data index 5 using 1:2 with lines lw 5 lc rgb '#ffffff' notitle, \
  data index 5 using 1:2 with lines lw 2.2 lc rgb '#000000' notitle, \
  data index 6 using 1:2 with points pt 2 ps 1.15 lw 3.4 lc rgb '#ffffff' notitle, \
  data index 6 using 1:2 with points pt 2 ps 1.1 lw 1.6 lc rgb '#000000' notitle

# panel J = 1
set lmargin at screen 0.486667; set rmargin at screen 0.853333; set tmargin at screen 0.922732; set bmargin at screen 0.620381
unset label; unset colorbox
set xrange [0.0:2.0]; unset logscale x; set format x ''; set xtics 0.5
set yrange [0.0:6.0]; unset logscale y; set format y ''; set ytics 2.0
set label 'safe' at first 0.6416666666666667,4.3 center noenhanced font ''.letters(12) boxed front
set label 'misaligned' at first 1.425,0.8999999999999999 center noenhanced font ''.letters(12) boxed front
plot data index 7 using 1:3:1:2:3:4:5 with boxxyerror fs solid 1 border lw 0.6 lc palette notitle, \
  data index 8 using 1:2 with lines lw 2 lc rgb '#a0000000' notitle, \
  data index 8 using 1:2 with lines lw 0.8 lc rgb '#60ffffff' notitle, \
  data index 9 using 1:2 with lines lw 2 lc rgb '#70000000' notitle, \
  data index 9 using 1:2 with lines lw 0.9 lc rgb '#ffffff' notitle, \
  data index 10 using 1:2 with filledcurves closed fs solid noborder fc rgb '#70ffffff' notitle, \
  data index 11 using 1:2 with lines lw 2 lc rgb '#a0ffffff' notitle, \
  data index 11 using 1:2 with lines lw 1 lc rgb '#505050' notitle, \
  data index 12 using 1:2 with lines lw 5 lc rgb '#ffffff' notitle, \
  data index 12 using 1:2 with lines lw 2.2 lc rgb '#000000' notitle, \
  data index 13 using 1:2 with points pt 2 ps 1.15 lw 3.4 lc rgb '#ffffff' notitle, \
  data index 13 using 1:2 with points pt 2 ps 1.1 lw 1.6 lc rgb '#000000' notitle

# panel J = 2
set lmargin at screen 0.093333; set rmargin at screen 0.46; set tmargin at screen 0.568869; set bmargin at screen 0.266517
unset label; unset colorbox
set xrange [0.0:2.0]; unset logscale x; set format x '%g'; set xtics 0.5
set yrange [0.0:6.0]; unset logscale y; set format y '%g'; set ytics 2.0
set label 'safe' at first 0.6083333333333333,4.366666666666666 center noenhanced font ''.letters(12) boxed front
set label 'misaligned' at first 1.425,0.8999999999999999 center noenhanced font ''.letters(12) boxed front
plot data index 14 using 1:3:1:2:3:4:5 with boxxyerror fs solid 1 border lw 0.6 lc palette notitle, \
  data index 15 using 1:2 with lines lw 2 lc rgb '#a0000000' notitle, \
  data index 15 using 1:2 with lines lw 0.8 lc rgb '#60ffffff' notitle, \
  data index 16 using 1:2 with lines lw 2 lc rgb '#70000000' notitle, \
  data index 16 using 1:2 with lines lw 0.9 lc rgb '#ffffff' notitle, \
  data index 17 using 1:2 with filledcurves closed fs solid noborder fc rgb '#70ffffff' notitle, \
  data index 18 using 1:2 with lines lw 2 lc rgb '#a0ffffff' notitle, \
  data index 18 using 1:2 with lines lw 1 lc rgb '#505050' notitle, \
  data index 19 using 1:2 with lines lw 5 lc rgb '#ffffff' notitle, \
  data index 19 using 1:2 with lines lw 2.2 lc rgb '#000000' notitle, \
  data index 20 using 1:2 with points pt 2 ps 1.15 lw 3.4 lc rgb '#ffffff' notitle, \
  data index 20 using 1:2 with points pt 2 ps 1.1 lw 1.6 lc rgb '#000000' notitle

# panel J = 4
set lmargin at screen 0.486667; set rmargin at screen 0.853333; set tmargin at screen 0.568869; set bmargin at screen 0.266517
unset label; unset colorbox
set xrange [0.0:2.0]; unset logscale x; set format x '%g'; set xtics 0.5
set yrange [0.0:6.0]; unset logscale y; set format y ''; set ytics 2.0
set label 'safe' at first 0.5416666666666666,4.566666666666666 center noenhanced font ''.letters(12) boxed front
set label 'emergent' at first 1.1416666666666666,2.966666666666667 center noenhanced font ''.letters(8.4) boxed front
set label 'misaligned' at first 1.425,0.8999999999999999 center noenhanced font ''.letters(12) boxed front
plot data index 21 using 1:3:1:2:3:4:5 with boxxyerror fs solid 1 border lw 0.6 lc palette notitle, \
  data index 22 using 1:2 with lines lw 2 lc rgb '#a0000000' notitle, \
  data index 22 using 1:2 with lines lw 0.8 lc rgb '#60ffffff' notitle, \
  data index 23 using 1:2 with lines lw 2 lc rgb '#70000000' notitle, \
  data index 23 using 1:2 with lines lw 0.9 lc rgb '#ffffff' notitle, \
  data index 24 using 1:2 with filledcurves closed fs solid noborder fc rgb '#70ffffff' notitle, \
  data index 25 using 1:2 with lines lw 2 lc rgb '#a0ffffff' notitle, \
  data index 25 using 1:2 with lines lw 1 lc rgb '#505050' notitle, \
  data index 26 using 1:2 with lines lw 5 lc rgb '#ffffff' notitle, \
  data index 26 using 1:2 with lines lw 2.2 lc rgb '#000000' notitle, \
  data index 27 using 1:2 with points pt 2 ps 1.15 lw 3.4 lc rgb '#ffffff' notitle, \
  data index 27 using 1:2 with points pt 2 ps 1.1 lw 1.6 lc rgb '#000000' notitle

# colour bar, titles, legend and notes
unset label
set lmargin at screen 0.882222; set rmargin at screen 0.902222; set tmargin at screen 0.922732; set bmargin at screen 0.463606
unset logscale; set xrange [0:1]; set yrange [0.0:1.0]; unset xtics; unset ytics; set y2range [0.0:1.0]; set y2tics 0.2; set format y2 '%g'
set isosamples 2,256; set samples 256
plot '+' using (0):(0.0 + ($0 + 0.5) / 256. * (1.0)):(0):(1):(0.0 + $0 / 256. * (1.0)):(0.0 + ($0 + 1) / 256. * (1.0)):(0.0 + ($0 + 0.5) / 256. * (1.0)) with boxxyerror fs solid 1 border lw 0.6 lc palette notitle
unset y2tics
unset label; unset arrow; unset object; unset logscale; unset colorbox
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0
unset border; unset tics; set xrange [0:900]; set yrange [0:893]
set label 'Corrigibility against values' at first 20,867 left noenhanced font ''.letters(17) textcolor rgb 'black' front
set label 'J = 0' at first 249,837 center noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'J = 1' at first 603,837 center noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'J = 2' at first 249,521 center noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'J = 4' at first 603,521 center noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'Weight a clerk gives to its principal'."'".'s instruction, c' at first 426,192 center noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'Mean weight a clerk gives to the harm it perceives (its values), v' at first 22,531 center rotate by 90 noenhanced font ''.letters(14) textcolor rgb 'black' front
set arrow from first 20,162 to first 46,162 nohead front lc rgb '#ffffff' lw 5 dt 1
set arrow from first 20,162 to first 46,162 nohead front lc rgb '#000000' lw 2.2 dt 1
set label 'boundary of harm only together' at first 54,162 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set object rectangle from first 303.64,155 to first 329.64,169 front fc rgb '#c8c8c8' fs solid noborder
set arrow from first 303.64,169 to first 329.64,169 nohead front lc rgb '#707070' lw 1 dt 1
set arrow from first 303.64,155 to first 329.64,155 nohead front lc rgb '#707070' lw 1 dt 1
set label 'its 95 % band' at first 337.64,162 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set object rectangle from first 457.85,155 to first 483.85,169 front fc rgb '#808080' fs solid noborder
set arrow from first 457.85,155 to first 467.85,169 nohead front lc rgb '#000000' lw 2.2
set arrow from first 457.85,155 to first 467.85,169 nohead front lc rgb '#ffffff' lw 1.1
set arrow from first 465.85,155 to first 475.85,169 nohead front lc rgb '#000000' lw 2.2
set arrow from first 465.85,155 to first 475.85,169 nohead front lc rgb '#ffffff' lw 1.1
set arrow from first 473.85,155 to first 483.85,169 nohead front lc rgb '#000000' lw 2.2
set arrow from first 473.85,155 to first 483.85,169 nohead front lc rgb '#ffffff' lw 1.1
set label 'bistable' at first 491.85,162 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set arrow from first 581.3,166 to first 589.3,158 nohead front lc rgb '#ffffff' lw 3.4
set arrow from first 581.3,158 to first 589.3,166 nohead front lc rgb '#ffffff' lw 3.4
set arrow from first 581.3,166 to first 589.3,158 nohead front lc rgb '#000000' lw 1.6
set arrow from first 581.3,158 to first 589.3,166 nohead front lc rgb '#000000' lw 1.6
set label 'undecided' at first 606.3,162 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set object polygon from first 721.78,162 to first 710.78,167.5 to first 710.78,156.5 to first 721.78,162 front fc rgb 'black' fs solid noborder
set label 'limit 0.05' at first 736.78,162 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'Boundary of harm only together: on one side of it harm alone stays within its limit and harm together leaves it.' at first 20,136 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label '6727 cells, 16 replicates over 16 networks each, 300 steps, seed 1.' at first 20,120 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'False discoveries are held at 5 % by the method of Benjamini and Hochberg over 6727 cells, this harm alone; what does not stand is' at first 20,104 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'undecided.' at first 20,88 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'The boundary encloses where most replicates leave the limit together and most stay within it alone; its band holds it with 95 %, with' at first 20,72 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'realisations resampled together in all cells.' at first 20,56 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'Between cells colours, hatching and borders are interpolated (natural neighbours).' at first 20,40 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'Some regions are too small for their name: emergent, reframed, seeded.' at first 20,24 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'Share of clerks who carry out the order' at first 880,619 center rotate by 90 noenhanced font ''.letters(14) textcolor rgb 'black' front
set arrow from first 794,434.5 to first 812,434.5 nohead front lc rgb '#ffffff' lw 3.0
set arrow from first 794,434.5 to first 812,434.5 nohead front lc rgb '#000000' lw 1.4
set object polygon from first 794,434.5 to first 783,440 to first 783,429 to first 794,434.5 front fc rgb 'black' fs solid noborder
plot -1 notitle
unset multiplot
unset output
