# Conformity against fragmentation: complicity
# world: The Ministry
# digest: 76355f42c574ff0fcbb58792ffaadaa409e05cf268cbea331be0118057b12a94
# program: Arendt 0.1.0
# results: 1
# seed: 1
# steps: 300
# replicates: 16
# networks: 16
# 1685 cells, 16 replicates over 16 networks each, 300 steps, seed 1.
# False discoveries are held at 5 % by the method of Benjamini and Hochberg over 1685 cells, this harm alone; what does not stand is undecided.
# The boundary encloses where most replicates leave the limit together and most stay within it alone; its band holds it with 95 %, with realisations resampled together in all cells.
# Drawn with gnuplot 5.4 or newer; in this folder:
#   gnuplot THIS_FILE                    writes an SVG
#   gnuplot -e "term='png'" THIS_FILE    writes a PNG; 'pdf' a PDF
if (!exists("term")) term = 'svg'
if (term eq 'svg') { set terminal svg size 756,703 font 'DejaVu Sans,14' noenhanced background 'white'; set output './coupling-map.svg' }
if (term eq 'png') { set terminal pngcairo size 1512,1406 fontscale 2 linewidth 2 pointscale 2 font 'DejaVu Sans,10.5' noenhanced; set output './coupling-map.png' }
if (term eq 'pdf') { set terminal pdfcairo size 7.875in,7.322916666666667in fontscale 0.75 linewidth 1.5 font 'DejaVu Sans,10.5' noenhanced; set output './coupling-map.pdf' }
letters(size) = sprintf(',%g', term eq 'svg' ? size : 0.75 * size)
data = './coupling-map.dat'
set encoding utf8
set palette defined (0 '#440154', 1 '#472c7a', 2 '#3b518b', 3 '#2c718e', 4 '#21908d', 5 '#27ad81', 6 '#5cc863', 7 '#aadc32', 8 '#fde725')
set style textbox opaque fillcolor rgb '#50ffffff' noborder margins 0.6,0.4
unset key
set multiplot
set cbrange [0.0:1.0]
set border 31 front lw 1; set tics front out nomirror scale 0.6 font ''.letters(12)

# map
set lmargin at screen 0.111111; set rmargin at screen 0.825397; set tmargin at screen 0.933144; set bmargin at screen 0.349929
unset label; unset colorbox
set xrange [0.0:4.0]; unset logscale x; set format x '%g'; set xtics 0.5
set yrange [0.0:1.0]; unset logscale y; set format y '%g'; set ytics 0.2
set label 'safe' at first 0.5833333333333334,0.12777777777777777 center noenhanced font ''.letters(14) boxed front
set label 'emergent' at first 3.316666666666667,0.20555555555555555 center noenhanced font ''.letters(14) boxed front
set label 'reframed' at first 1.9833333333333334,0.65 center noenhanced font ''.letters(14) boxed front
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

# colour bar, titles, legend and notes
unset label
set lmargin at screen 0.859788; set rmargin at screen 0.883598; set tmargin at screen 0.933144; set bmargin at screen 0.349929
unset logscale; set xrange [0:1]; set yrange [0.0:1.0]; unset xtics; unset ytics; set y2range [0.0:1.0]; set y2tics 0.2; set format y2 '%g'
set isosamples 2,256; set samples 256
plot '+' using (0):(0.0 + ($0 + 0.5) / 256. * (1.0)):(0):(1):(0.0 + $0 / 256. * (1.0)):(0.0 + ($0 + 1) / 256. * (1.0)):(0.0 + ($0 + 0.5) / 256. * (1.0)) with boxxyerror fs solid 1 border lw 0.6 lc palette notitle
unset y2tics
unset label; unset arrow; unset object; unset logscale; unset colorbox
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0
unset border; unset tics; set xrange [0:756]; set yrange [0:703]
set label 'Conformity against fragmentation' at first 20,677 left noenhanced font ''.letters(17) textcolor rgb 'black' front
set label 'Pull of colleagues who are seen to obey, J' at first 354,200 center noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'fragmentation, f' at first 22,451 center rotate by 90 noenhanced font ''.letters(14) textcolor rgb 'black' front
set arrow from first 20,170 to first 46,170 nohead front lc rgb '#ffffff' lw 5 dt 1
set arrow from first 20,170 to first 46,170 nohead front lc rgb '#000000' lw 2.2 dt 1
set label 'boundary of harm only together' at first 54,170 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set object rectangle from first 303.64,163 to first 329.64,177 front fc rgb '#c8c8c8' fs solid noborder
set arrow from first 303.64,177 to first 329.64,177 nohead front lc rgb '#707070' lw 1 dt 1
set arrow from first 303.64,163 to first 329.64,163 nohead front lc rgb '#707070' lw 1 dt 1
set label 'its 95 % band' at first 337.64,170 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set object rectangle from first 457.85,163 to first 483.85,177 front fc rgb '#808080' fs solid noborder
set arrow from first 457.85,163 to first 467.85,177 nohead front lc rgb '#000000' lw 2.2
set arrow from first 457.85,163 to first 467.85,177 nohead front lc rgb '#ffffff' lw 1.1
set arrow from first 465.85,163 to first 475.85,177 nohead front lc rgb '#000000' lw 2.2
set arrow from first 465.85,163 to first 475.85,177 nohead front lc rgb '#ffffff' lw 1.1
set arrow from first 473.85,163 to first 483.85,177 nohead front lc rgb '#000000' lw 2.2
set arrow from first 473.85,163 to first 483.85,177 nohead front lc rgb '#ffffff' lw 1.1
set label 'bistable' at first 491.85,170 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set arrow from first 581.3,174 to first 589.3,166 nohead front lc rgb '#ffffff' lw 3.4
set arrow from first 581.3,166 to first 589.3,174 nohead front lc rgb '#ffffff' lw 3.4
set arrow from first 581.3,174 to first 589.3,166 nohead front lc rgb '#000000' lw 1.6
set arrow from first 581.3,166 to first 589.3,174 nohead front lc rgb '#000000' lw 1.6
set label 'undecided' at first 606.3,170 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set object polygon from first 39,146 to first 28,151.5 to first 28,140.5 to first 39,146 front fc rgb 'black' fs solid noborder
set label 'limit 0.05' at first 54,146 left noenhanced font ''.letters(14) textcolor rgb 'black' front
set label 'Boundary of harm only together: on one side of it harm alone stays within its limit and harm together leaves it.' at first 20,120 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label '1685 cells, 16 replicates over 16 networks each, 300 steps, seed 1.' at first 20,104 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'False discoveries are held at 5 % by the method of Benjamini and Hochberg over 1685 cells, this harm alone; what' at first 20,88 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'does not stand is undecided.' at first 20,72 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'The boundary encloses where most replicates leave the limit together and most stay within it alone; its band' at first 20,56 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'holds it with 95 %, with realisations resampled together in all cells.' at first 20,40 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'Between cells colours, hatching and borders are interpolated (natural neighbours).' at first 20,24 left noenhanced font ''.letters(12) textcolor rgb '#404040' front
set label 'Share of clerks who carry out the order' at first 736,451 center rotate by 90 noenhanced font ''.letters(14) textcolor rgb 'black' front
set arrow from first 650,266.5 to first 668,266.5 nohead front lc rgb '#ffffff' lw 3.0
set arrow from first 650,266.5 to first 668,266.5 nohead front lc rgb '#000000' lw 1.4
set object polygon from first 650,266.5 to first 639,272 to first 639,261 to first 650,266.5 front fc rgb 'black' fs solid noborder
plot -1 notitle
unset multiplot
unset output
