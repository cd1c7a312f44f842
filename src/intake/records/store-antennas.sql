-- The lines of antennaLines, into the table. Shapes were checked before.
INSERT INTO antenna
SELECT {load_id:UInt32}, toUInt32(f[1]), f[2], f[3], toFloat64(f[4]), toFloat64(f[5]), toFloat32(f[6]), toFloat32(f[7]),
  f[8], toInt64(f[9]), toInt64(f[10]), toUInt8(f[11])
FROM (SELECT splitByChar('\t', line) AS f FROM incoming_line(path = {path:String}, compression = {compression:String}))
