// still-life.pov - a table with fruit, books, a cup and a few fine-lined things.
// Made for convtool as a subject for edge, smoothing and pooling filters.
// One unit is one centimetre; x points right, y up, z away from the viewer.
#version 3.7;

// Declare=Draft=1 leaves out depth of field and so renders faster: for trying things out.
#ifndef (Draft) #declare Draft = 0; #end

global_settings {
  assumed_gamma 1.0
  max_trace_level 7
  adc_bailout 0.02
  radiosity {
    pretrace_start 0.08
    pretrace_end 0.04
    count 45
    nearest_count 8
    error_bound 0.7
    recursion_limit 1
    low_error_factor 0.6
    brightness 0.9
  }
}

// ---------------------------------------------------------------- camera, light

camera {
  location <2.5, 27, -62>
  right x * 4/3
  up y
  angle 41.5
  look_at <0.3, 7.6, 0>
  #if (!Draft)
    aperture 0.65
    focal_point <0, 7, -5>
    blur_samples 3
  #end
}

#declare WarmWhite = srgb <1.0, 0.955, 0.88>;
#declare CoolWhite = srgb <0.80, 0.88, 1.0>;

light_source {
  <-62, 74, -46>
  color WarmWhite * 1.62
  spotlight point_at <-3, 5, 0> radius 9 falloff 30 tightness 0
  area_light <20, 0, 0>, <0, 20, 0>, 5, 5
  adaptive 0
  jitter
  circular orient
}
light_source { <70, 40, -60> color CoolWhite * 0.14 shadowless }

sky_sphere {
  pigment {
    gradient y
    color_map {
      [0.0 srgb <0.42, 0.40, 0.38>]
      [0.5 srgb <0.72, 0.74, 0.78>]
      [1.0 srgb <0.86, 0.89, 0.95>]
    }
  }
}

// A bright window behind the viewer's left shoulder: only mirrors and glazes see it.
#declare WindowPane = box {
  <-9, -13, 0>, <9, 13, 0.1>
  pigment { color rgb 1 }
  finish { ambient 0 diffuse 0 emission 2.6 }
  no_shadow no_image no_radiosity
}
union {
  object { WindowPane translate <-10, 0, 0> }
  object { WindowPane translate < 10, 0, 0> }
  object { WindowPane translate <-10, 28, 0> }
  object { WindowPane translate < 10, 28, 0> }
  rotate y * -52
  translate <-72, 44, -58>
}

// ---------------------------------------------------------------- finishes

#declare Matte = finish { ambient 0 diffuse 0.85 }
#declare Skin = finish {
  ambient 0 diffuse 0.82
  specular 0.28 roughness 0.02
  reflection { 0.0, 0.09 fresnel on } conserve_energy
}
#declare Glaze = finish {
  ambient 0 diffuse 0.8
  specular 0.5 roughness 0.004
  reflection { 0.0, 0.32 fresnel on } conserve_energy
}
#declare Steel = finish {
  ambient 0 diffuse 0.25
  specular 0.8 roughness 0.01 metallic
  reflection { 0.5 metallic }
}

// ---------------------------------------------------------------- room

// Painted plaster.
plane {
  z, 21
  inverse
  texture {
    pigment {
      bozo
      color_map { [0.2 srgb <0.45, 0.57, 0.56>] [0.8 srgb <0.48, 0.60, 0.58>] }
      scale 14
    }
    normal { granite 0.10 scale 5 }
    finish { Matte }
  }
}

// Boards of the table. Every board takes its grain from another place in the same wood.
#declare BoardDepth = 8.6;
#declare Grain = pigment {
  wood
  turbulence 0.06 octaves 3 omega 0.33
  color_map {
    [0.00 srgb <0.74, 0.51, 0.30>]
    [0.45 srgb <0.67, 0.44, 0.24>]
    [0.80 srgb <0.53, 0.33, 0.17>]
    [0.92 srgb <0.44, 0.26, 0.13>]
    [1.00 srgb <0.72, 0.49, 0.29>]
  }
  scale <1.15, 1.15, 1.15>
  rotate y * 90
}
#declare Pores = pigment {
  granite
  color_map {
    [0.00 srgbt <0.22, 0.12, 0.05, 0.35>]
    [0.30 srgbt <0.22, 0.12, 0.05, 0.90>]
    [0.45 srgbt <0.22, 0.12, 0.05, 1.00>]
  }
  scale <9, 0.5, 0.35>
}
#declare BoardFinish = finish {
  ambient 0 diffuse 0.8
  specular 0.16 roughness 0.05
  reflection { 0.01, 0.16 fresnel on } conserve_energy
}
#declare Board = superellipsoid { <0.02, 0.06> scale <60, 1, BoardDepth / 2 - 0.06> translate -y }

#declare Pick = seed(3);
#declare I = -4;
#while (I < 3)
  #declare Slip = <rand(Pick) * 90, -2.2 - rand(Pick) * 2.4, rand(Pick) * 3 - 1.5>;
  #declare Tilt = <0, 1.2 * (rand(Pick) - 0.5), 2.4 * (rand(Pick) - 0.5)>;
  object {
    Board
    texture { pigment { Grain rotate Tilt translate Slip } finish { BoardFinish } }
    texture { pigment { Pores translate Slip } finish { BoardFinish } }
    interior { ior 1.4 }
    translate z * (I + 0.5) * BoardDepth
  }
  #declare I = I + 1;
#end

// ---------------------------------------------------------------- checkered cloth

// Gingham: two sets of stripes, darker where they cross, and a weave too fine to count.
#declare Check = 2.1;
#declare Band = function(s) { select(mod(s / Check + 1000, 1) - 0.5, 0, 1) }
#declare Thread = function(s) { 0.5 + 0.5 * sin(s * 34) }
#declare Gingham = pigment {
  function { (Band(x) + Band(z)) * 0.46 + 0.04 * (Thread(x) + Thread(z)) * 0.5 }
  color_map {
    [0.00 srgb <0.95, 0.93, 0.88>]
    [0.46 srgb <0.85, 0.36, 0.33>]
    [0.52 srgb <0.82, 0.33, 0.31>]
    [0.95 srgb <0.70, 0.07, 0.09>]
    [1.00 srgb <0.66, 0.05, 0.08>]
  }
}

// Flat in the middle, where the bowl stands; waves grow towards the hem.
#declare ClothHalf = 16.5;
#declare Rise = function(u, v) {
  0.16 + pow(min(1, max(0, (sqrt(u * u + v * v) - 8) / 11)), 2)
  * (0.75 + 0.45 * sin(u * 0.42 + 0.9 * sin(v * 0.21)) + 0.30 * sin(v * 0.55 + 1.3 + u * 0.16))
}
#declare Bend = function(u, v) { 0.22 * sin(v * 0.33 + 0.5) }
#macro ClothPoint(A, B)
  <A + Bend(A, B), Rise(A, B), B + Bend(B, A)>
#end
#declare Steps = 56;
#declare Cell = 2 * ClothHalf / Steps;
#macro ClothNormal(A, B)
  vnormalize(vcross(ClothPoint(A, B + 0.05) - ClothPoint(A, B - 0.05),
                    ClothPoint(A + 0.05, B) - ClothPoint(A - 0.05, B)))
#end
#declare ClothMesh = mesh {
  #declare R = 0;
  #while (R < Steps)
    #declare C = 0;
    #while (C < Steps)
      #declare A0 = C * Cell - ClothHalf; #declare A1 = A0 + Cell;
      #declare B0 = R * Cell - ClothHalf; #declare B1 = B0 + Cell;
      smooth_triangle {
        ClothPoint(A0, B0), ClothNormal(A0, B0), ClothPoint(A1, B0), ClothNormal(A1, B0),
        ClothPoint(A1, B1), ClothNormal(A1, B1)
      }
      smooth_triangle {
        ClothPoint(A0, B0), ClothNormal(A0, B0), ClothPoint(A1, B1), ClothNormal(A1, B1),
        ClothPoint(A0, B1), ClothNormal(A0, B1)
      }
      #declare C = C + 1;
    #end
    #declare R = R + 1;
  #end
}
// The hem: a thin cord all around.
#macro HemSide(Fixed, AlongX)
  #local K = 0;
  #while (K < Steps)
    #local P = K * Cell - ClothHalf;
    #if (AlongX)
      #local From = ClothPoint(P, Fixed); #local To = ClothPoint(P + Cell, Fixed);
    #else
      #local From = ClothPoint(Fixed, P); #local To = ClothPoint(Fixed, P + Cell);
    #end
    cylinder { From, To, 0.13 }
    sphere { To, 0.13 }
    #local K = K + 1;
  #end
#end
union {
  object { ClothMesh }
  union {
    HemSide(-ClothHalf, 1) HemSide(ClothHalf, 1)
    HemSide(-ClothHalf, 0) HemSide(ClothHalf, 0)
  }
  texture { pigment { Gingham } finish { Matte } }
  rotate y * 32
  translate <-7, 0, 1>
}

// ---------------------------------------------------------------- bowl

#declare BowlShape = lathe {
  bezier_spline 28,
  <0.0, 0.4>, <1.5, 0.4>, <3.0, 0.4>, <3.6, 0.3>,
  <3.6, 0.3>, <3.8, 0.0>, <4.4, 0.0>, <4.5, 0.3>,
  <4.5, 0.3>, <4.6, 0.9>, <4.6, 0.8>, <5.2, 1.1>,
  <5.2, 1.1>, <8.4, 2.4>, <10.3, 4.6>, <10.9, 7.2>,
  <10.9, 7.2>, <11.0, 7.7>, <10.5, 7.8>, <10.35, 7.3>,
  <10.35, 7.3>, <9.6, 4.8>, <7.6, 2.8>, <4.8, 1.7>,
  <4.8, 1.7>, <3.5, 1.2>, <1.5, 1.1>, <0.0, 1.1>
}
#declare BowlCentre = <-6, 0.16, 2.5>;
object {
  BowlShape
  texture {
    pigment {
      gradient y
      color_map {
        [0.000 srgb <0.05, 0.13, 0.42>]
        [0.600 srgb <0.07, 0.22, 0.62>]
        [0.795 srgb <0.09, 0.30, 0.72>]
        [0.805 srgb <0.95, 0.92, 0.84>]
        [0.850 srgb <0.95, 0.92, 0.84>]
        [0.860 srgb <0.08, 0.27, 0.68>]
        [0.930 srgb <0.08, 0.27, 0.68>]
        [0.940 srgb <0.95, 0.92, 0.84>]
        [1.000 srgb <0.95, 0.92, 0.84>]
      }
      scale 8
    }
    normal { ripples 0.015 scale 3 }
    finish { Glaze }
  }
  interior { ior 1.55 }
  translate BowlCentre
}

// ---------------------------------------------------------------- fruit

#declare Stalk = sphere_sweep {
  cubic_spline 5,
  <0, -1.2, 0>, 0.16, <0, 0, 0>, 0.14, <0.12, 0.8, 0>, 0.12, <0.45, 1.6, 0.1>, 0.2, <0.8, 2.2, 0.1>, 0.2
  texture {
    pigment { granite color_map { [0 srgb <0.26, 0.17, 0.08>] [1 srgb <0.45, 0.32, 0.16>] } scale 0.6 }
    finish { Matte }
  }
}

#declare AppleBody = lathe {
  bezier_spline 16,
  <0.0, 5.1>, <0.3, 5.1>, <0.7, 6.6>, <2.0, 6.6>,
  <2.0, 6.6>, <3.5, 6.6>, <4.15, 5.0>, <3.95, 3.7>,
  <3.95, 3.7>, <3.65, 1.7>, <2.6, 0.1>, <1.4, 0.05>,
  <1.4, 0.05>, <0.8, 0.0>, <0.3, 0.5>, <0.0, 0.7>
}
#include "functions.inc"
// Streaks follow the meridians: noise that changes fast around the axis, slowly along it.
#macro Apple(Warm, Red, Amount)
  union {
    object {
      AppleBody
      texture {
        pigment {
          function {
            min(1, max(0, f_noise3d(9 * x / sqrt(x * x + z * z + 0.02), y * 0.22, 9 * z / sqrt(x * x + z * z + 0.02)) * 0.9
              + f_noise3d(x * 0.35 + 5, y * 0.3, z * 0.35) * 0.7 - y * 0.045 + Amount))
          }
          color_map { [0.20 Warm] [0.62 Red] [1.0 Red * 0.78] }
        }
        normal { bumps 0.03 scale 1.2 }
        finish { Skin }
      }
      texture {
        pigment {
          crackle form <1, 0, 0>
          color_map {
            [0.06 srgbt <0.98, 0.88, 0.60, 0.25>]
            [0.10 srgbt <0.98, 0.88, 0.60, 1.0>]
            [1.00 srgbt <0.98, 0.88, 0.60, 1.0>]
          }
          scale 0.75
        }
        finish { Skin }
      }
      interior { ior 1.45 }
    }
    object { Stalk translate y * 5.2 }
    translate y * -3.3
  }
#end
#declare RedApple = Apple(srgb <0.93, 0.66, 0.22>, srgb <0.74, 0.07, 0.09>, 0.06)
#declare GreenApple = Apple(srgb <0.70, 0.78, 0.22>, srgb <0.52, 0.69, 0.13>, -0.05)

#declare PeelNormal = normal { crackle 0.22 form <-1, 1, 0> scale 0.22 turbulence 0.1 }
#declare Orange = union {
  sphere {
    0, 1 scale <3.9, 3.7, 3.9>
    texture {
      pigment { bozo color_map { [0.2 srgb <0.96, 0.50, 0.05>] [0.9 srgb <0.98, 0.58, 0.08>] } scale 2.5 }
      normal { PeelNormal }
      finish { Skin }
    }
    interior { ior 1.4 }
  }
  cylinder { <0, 3.55, 0>, <0, 3.76, 0>, 0.28 pigment { srgb <0.36, 0.40, 0.14> } finish { Matte } }
}

#declare Lemon = lathe {
  bezier_spline 16,
  <0.0, -4.7>, <0.5, -4.7>, <0.7, -4.3>, <0.9, -4.0>,
  <0.9, -4.0>, <1.8, -3.6>, <3.0, -2.0>, <3.0, 0.0>,
  <3.0, 0.0>, <3.0, 2.0>, <2.0, 3.5>, <1.0, 4.0>,
  <1.0, 4.0>, <0.75, 4.2>, <0.7, 4.9>, <0.0, 4.95>
  texture {
    pigment { bozo color_map { [0.2 srgb <0.97, 0.82, 0.12>] [0.9 srgb <0.98, 0.87, 0.22>] } scale 2 }
    normal { crackle 0.16 form <-1, 1, 0> scale 0.3 }
    finish { Skin }
  }
  interior { ior 1.4 }
}

#declare Pear = union {
  lathe {
    bezier_spline 20,
    <0.0, 0.5>, <0.5, 0.3>, <0.9, 0.0>, <1.5, 0.0>,
    <1.5, 0.0>, <3.0, 0.0>, <3.9, 1.6>, <3.9, 3.2>,
    <3.9, 3.2>, <3.9, 5.0>, <2.3, 6.0>, <1.9, 7.6>,
    <1.9, 7.6>, <1.65, 8.6>, <1.5, 9.3>, <0.8, 9.4>,
    <0.8, 9.4>, <0.4, 9.45>, <0.2, 9.2>, <0.0, 9.1>
    texture {
      pigment {
        bozo
        color_map {
          [0.1 srgb <0.80, 0.76, 0.24>]
          [0.6 srgb <0.70, 0.73, 0.20>]
          [1.0 srgb <0.80, 0.52, 0.20>]
        }
        scale <3, 5, 3>
      }
      normal { bumps 0.04 scale 0.5 }
      finish { Skin }
    }
    texture {
      pigment {
        crackle form <1, 0, 0>
        color_map {
          [0.10 srgbt <0.38, 0.27, 0.10, 0.2>]
          [0.17 srgbt <0.38, 0.27, 0.10, 1.0>]
          [1.00 srgbt <0.38, 0.27, 0.10, 1.0>]
        }
        scale 0.42
      }
      finish { Skin }
    }
    interior { ior 1.45 }
  }
  object { Stalk rotate z * 12 translate y * 9 }
}

// Half an orange, cut face up (y = 0).
#declare Ring = function(x, z) { sqrt(x * x + z * z) / 3.7 }
#declare Spoke = function(x, z) { abs(mod((atan2(z, x) / (2 * pi) + 1) * 10, 1) - 0.5) }
#declare CutFace = pigment {
  function {
    select(Ring(x, z) - 0.955, select(Ring(x, z) - 0.85,
      max(max(0, 1 - Ring(x, z) / 0.11),
        min(0.62, max(0, 0.62 - 3.0 * (0.5 - Spoke(x, z)) * Ring(x, z) - 0.10))
        + 0.16 * f_noise3d(x * 2.2, 0, z * 2.2) * (1 - 0.6 * Spoke(x, z))),
      0.75), 1)
  }
  color_map {
    [0.00 srgb <0.98, 0.55, 0.07>]
    [0.30 srgb <0.98, 0.60, 0.12>]
    [0.50 srgb <0.99, 0.82, 0.48>]
    [0.72 srgb <0.99, 0.93, 0.78>]
    [0.90 srgb <0.99, 0.92, 0.76>]
    [0.97 srgb <0.96, 0.52, 0.05>]
    [1.00 srgb <0.96, 0.52, 0.05>]
  }
}
#declare HalfOrange = intersection {
  sphere {
    0, 3.7
    texture { pigment { srgb <0.96, 0.52, 0.05> } normal { PeelNormal } finish { Skin } }
  }
  plane {
    y, 0
    texture {
      pigment { CutFace }
      normal { bumps 0.25 scale 0.28 }
      finish { ambient 0 diffuse 0.85 specular 0.5 roughness 0.01 reflection { 0, 0.12 fresnel on } }
    }
  }
  interior { ior 1.4 }
}

#declare Grape = sphere {
  0, 1 scale <1.15, 1.3, 1.15>
  texture {
    pigment {
      bozo
      color_map { [0.2 srgb <0.24, 0.06, 0.22>] [0.6 srgb <0.38, 0.11, 0.32>] [1 srgb <0.56, 0.38, 0.58>] }
      scale 1.2
    }
    finish { Skin }
  }
  interior { ior 1.4 }
}

// In the bowl.
union {
  object { RedApple rotate <-32, 0, 14> translate <-4.4, 6.7, -2.8> }
  object { Orange rotate <20, 0, -25> translate <3.6, 6.3, -4.2> }
  object { GreenApple rotate y * 70 rotate <-24, 0, -14> translate <5.0, 7.4, 2.8> }
  object { Orange rotate <-20, 50, 30> translate <-3.4, 6.8, 4.6> }
  object { Lemon rotate <0, 0, 80> rotate y * 32 translate <0.5, 10.3, 1.4> }
  translate BowlCentre
}

// Grapes, lying over the rim at the left.
#declare GrapeAt = array[15] {
  <-8.0, 8.4, -3.0>, <-9.6, 8.9, -1.6>, <-7.6, 8.7, -0.6>, <-9.2, 8.6, 0.6>, <-10.9, 8.2, -0.4>,
  <-11.6, 7.4, -2.2>, <-10.2, 8.0, -3.6>, <-12.2, 6.0, -0.8>, <-12.3, 5.6, -3.0>, <-11.2, 6.2, -4.2>,
  <-12.6, 4.0, -1.9>, <-12.2, 3.6, -3.9>, <-8.4, 10.4, -1.6>, <-12.5, 2.2, -3.0>, <-9.8, 10.2, -0.2>
}
#declare Turn = seed(7);
union {
  #declare G = 0;
  #while (G < dimension_size(GrapeAt, 1))
    object { Grape rotate <rand(Turn) * 70, rand(Turn) * 360, rand(Turn) * 70> translate GrapeAt[G] }
    #declare G = G + 1;
  #end
  object { Stalk rotate <0, 200, 20> scale 1.1 translate <-9.0, 10.9, -0.8> }
  translate BowlCentre
}

// On the table.
object { HalfOrange rotate y * 11 rotate x * -36 rotate y * -16 translate <-2.2, 3.95, -16.0> }
object { Pear rotate y * 50 translate <18.2, 6.98, 8.2> }

// ---------------------------------------------------------------- cup

#declare CupWall = lathe {
  bezier_spline 24,
  <0.0, 0.3>, <1.0, 0.3>, <2.4, 0.3>, <2.6, 0.1>,
  <2.6, 0.1>, <2.8, 0.0>, <3.3, 0.0>, <3.6, 0.5>,
  <3.6, 0.5>, <4.0, 1.2>, <4.1, 4.0>, <4.3, 8.2>,
  <4.3, 8.2>, <4.33, 8.7>, <3.98, 8.7>, <3.95, 8.2>,
  <3.95, 8.2>, <3.8, 4.0>, <3.7, 1.5>, <3.2, 0.9>,
  <3.2, 0.9>, <2.8, 0.6>, <1.0, 0.6>, <0.0, 0.6>
}
#declare Slant = function(x, y, z) { mod((atan2(z, x) / (2 * pi) + 2) * 11 + y * 0.16, 1) }
#declare CupPaint = pigment {
  function {
    select(y - 7.5, select(y - 1.0, 0.9,
      select(sqrt(x * x + z * z) - 3.98 + (8 - y) * 0.05, 0, Slant(x, y, z))), 0.9)
  }
  color_map {
    [0.00 srgb <0.96, 0.94, 0.89>]
    [0.36 srgb <0.96, 0.94, 0.89>]
    [0.36 srgb <0.97, 0.70, 0.09>]
    [0.56 srgb <0.97, 0.70, 0.09>]
    [0.56 srgb <0.96, 0.94, 0.89>]
    [0.64 srgb <0.96, 0.94, 0.89>]
    [0.64 srgb <0.10, 0.16, 0.22>]
    [1.00 srgb <0.10, 0.16, 0.22>]
  }
}
union {
  object {
    CupWall
    texture { pigment { CupPaint } finish { Glaze } }
    interior { ior 1.55 }
  }
  sphere_sweep {
    cubic_spline 8,
    <3.2, 8.0, 0>, 0.42, <4.0, 6.9, 0>, 0.48, <5.6, 7.3, 0>, 0.42, <6.9, 6.2, 0>, 0.40,
    <6.9, 4.2, 0>, 0.40, <5.6, 2.7, 0>, 0.42, <3.9, 2.4, 0>, 0.48, <3.0, 2.6, 0>, 0.42
    texture { pigment { srgb <0.10, 0.16, 0.22> } finish { Glaze } }
    interior { ior 1.55 }
  }
  disc {
    <0, 7.2, 0>, y, 3.9
    texture {
      pigment { srgb <0.30, 0.10, 0.03> }
      finish { ambient 0 diffuse 0.6 reflection { 0.05, 0.4 fresnel on } }
    }
    interior { ior 1.33 }
  }
  rotate y * 28
  translate <11.6, 0, -8.6>
}

// ---------------------------------------------------------------- books

#declare Gilt = texture {
  pigment { srgb <0.86, 0.68, 0.30> }
  finish { ambient 0 diffuse 0.55 specular 0.6 roughness 0.02 metallic reflection { 0.15 metallic } }
}
#declare Leaves = texture {
  pigment {
    gradient y
    color_map {
      [0.0 srgb <0.93, 0.89, 0.78>] [0.45 srgb <0.93, 0.89, 0.78>]
      [0.7 srgb <0.72, 0.66, 0.52>] [1.0 srgb <0.90, 0.85, 0.72>]
    }
    scale 0.24
    warp { turbulence <0, 0.03, 0> }
  }
  finish { Matte }
}
// A frame of thin gilt lines on the cover, inset by M.
#macro Frame(W, D, H, M, T)
  union {
    box { <M, H, M>, <W - M, H + 0.012, M + T> }
    box { <M, H, D - M - T>, <W - M, H + 0.012, D - M> }
    box { <M, H, M>, <M + T, H + 0.012, D - M> }
    box { <W - M - T, H, M>, <W - M, H + 0.012, D - M> }
  }
#end
// Spine along z at x = 0, lying flat: W wide, H thick, D long.
#macro Book(W, H, D, Cloth)
  union {
    union {
      box { <0, 0, 0>, <W, 0.28, D> }
      box { <0, H - 0.28, 0>, <W, H, D> }
      intersection {
        cylinder { <0, 0, 0>, <0, 0, D>, H / 2 scale <0.32, 1, 1> translate y * H / 2 }
        plane { x, 0.2 }
      }
      texture {
        pigment { bozo color_map { [0.2 Cloth * 0.9] [0.8 Cloth] } scale 0.25 }
        normal { quilted 0.12 scale 0.14 }
        finish { ambient 0 diffuse 0.82 specular 0.12 roughness 0.05 }
      }
    }
    box { <0.1, 0.28, 0.35>, <W - 0.4, H - 0.28, D - 0.35> texture { Leaves } }
    union {
      Frame(W, D, H, 1.0, 0.16)
      Frame(W, D, H, 1.45, 0.07)
      #local Z = 0;
      #while (Z < 5)
        intersection {
          cylinder { <0, 0, 0>, <0, 0, 0.14>, H / 2 + 0.03 scale <0.33, 1, 1> translate y * H / 2 }
          plane { x, -0.02 }
          translate z * (1.5 + Z * (D - 3.14) / 4)
        }
        #local Z = Z + 1;
      #end
      texture { Gilt }
    }
  }
#end
object { Book(20, 3.9, 14.5, srgb <0.11, 0.33, 0.27>) rotate y * 13 translate <7.2, 0, 3.6> }
object { Book(17, 3.1, 12.5, srgb <0.66, 0.20, 0.12>) rotate y * -9 translate <9.4, 3.92, 3.4> }

// ---------------------------------------------------------------- wire grid, bottle, ruler

#declare GridWide = 21;
#declare GridHigh = 19.5;
union {
  #declare N = 0;
  #while (N <= 14)
    cylinder { <N * 1.5, 0, 0>, <N * 1.5, GridHigh, 0>, 0.10 }
    #declare N = N + 1;
  #end
  #declare N = 0;
  #while (N <= 13)
    cylinder { <0, N * 1.5, 0.18>, <GridWide, N * 1.5, 0.18>, 0.10 }
    #declare N = N + 1;
  #end
  cylinder { <0, 0, 0>, <GridWide, 0, 0>, 0.22 }
  cylinder { <0, GridHigh, 0>, <GridWide, GridHigh, 0>, 0.22 }
  cylinder { <0, 0, 0>, <0, GridHigh, 0>, 0.22 }
  cylinder { <GridWide, 0, 0>, <GridWide, GridHigh, 0>, 0.22 }
  sphere { <0, 0, 0>, 0.22 } sphere { <GridWide, 0, 0>, 0.22 }
  sphere { <0, GridHigh, 0>, 0.22 } sphere { <GridWide, GridHigh, 0>, 0.22 }
  texture { pigment { srgb <0.80, 0.80, 0.80> } finish { Steel } }
  rotate x * 9
  translate <4.2, 0.2, 17.6>
}

#declare BottleGlass = material {
  texture {
    pigment { srgbf <0.62, 0.86, 0.66, 0.96> }
    finish { ambient 0 diffuse 0.03 specular 0.8 roughness 0.002 reflection { 0.02, 0.9 fresnel on } conserve_energy }
  }
  // Seen from within, the glass only bends light: mirrors inside mirrors cost much and show little.
  interior_texture { pigment { srgbf <0.62, 0.86, 0.66, 0.96> } finish { ambient 0 diffuse 0.03 } }
  interior { ior 1.5 fade_color srgb <0.14, 0.52, 0.24> fade_distance 1.7 fade_power 1001 }
}
union {
  lathe {
    bezier_spline 36,
    <0.0, 0.7>, <1.4, 0.6>, <2.4, 0.0>, <3.3, 0.0>,
    <3.3, 0.0>, <4.0, 0.0>, <4.2, 0.3>, <4.2, 1.0>,
    <4.2, 1.0>, <4.2, 6.0>, <4.2, 10.0>, <4.2, 13.0>,
    <4.2, 13.0>, <4.2, 16.5>, <1.6, 16.5>, <1.5, 20.0>,
    <1.5, 20.0>, <1.5, 23.8>, <1.5, 24.2>, <1.25, 24.2>,
    <1.25, 24.2>, <1.1, 24.2>, <1.1, 23.8>, <1.1, 20.0>,
    <1.1, 20.0>, <1.2, 16.2>, <3.85, 16.3>, <3.85, 13.0>,
    <3.85, 13.0>, <3.85, 10.0>, <3.85, 6.0>, <3.85, 1.4>,
    <3.85, 1.4>, <3.8, 0.7>, <1.4, 1.1>, <0.0, 1.2>
    material { BottleGlass }
  }
  torus { 1.5, 0.32 material { BottleGlass } translate y * 23.0 }
  cone {
    <0, 22.4, 0>, 1.05, <0, 25.8, 0>, 1.3
    texture {
      pigment {
        granite
        color_map { [0.1 srgb <0.45, 0.29, 0.16>] [0.4 srgb <0.78, 0.60, 0.40>] [1 srgb <0.84, 0.68, 0.48>] }
        scale 1.4
      }
      finish { Matte }
    }
  }
  scale 0.94
  translate <-18.6, 0.0, 12.5>
}

#declare RulerLong = 15;
union {
  box {
    <-0.4, 0, 0>, <RulerLong + 0.4, 0.32, 2.8>
    texture {
      pigment {
        wood turbulence 0.05
        color_map { [0 srgb <0.93, 0.78, 0.48>] [0.8 srgb <0.88, 0.70, 0.40>] [1 srgb <0.82, 0.62, 0.33>] }
        scale 0.7 rotate y * 90 rotate z * 1.5 translate y * -3
      }
      finish { ambient 0 diffuse 0.85 specular 0.2 roughness 0.03 }
    }
  }
  union {
    #declare T = 0;
    #while (T <= RulerLong * 4)
      #declare Tick = 0.55;
      #if (mod(T, 2) = 0) #declare Tick = 0.8; #end
      #if (mod(T, 4) = 0) #declare Tick = 1.15; #end
      #if (mod(T, 20) = 0) #declare Tick = 1.65; #end
      box { <T / 4 - 0.03, 0.32, 2.8 - Tick>, <T / 4 + 0.03, 0.325, 2.8> }
      #if (mod(T, 20) = 0)
        cylinder { <T / 4, 0.32, 0.65>, <T / 4, 0.325, 0.65>, 0.17 }
      #end
      #declare T = T + 1;
    #end
    texture { pigment { srgb <0.10, 0.08, 0.06> } finish { Matte } }
  }
  rotate y * -7
  translate <2.9, 0, -18.2>
}
