SELECT imei14, component, prison_id, verdict, llr10, evidence FROM finding
WHERE imei14 = $1
ORDER BY component, prison_id
