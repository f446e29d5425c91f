"""What a workbook says in Thai: the names of its sheets and columns, and what its first sheet explains."""

from __future__ import annotations

# Sheets in the order in which people read: what is wrong first, then the figures, then what they were read from.
SHEETS = {
    "findings": "ข้อสังเกต", "reports": "รายงาน", "projects": "โครงการ", "budgets": "งบประมาณ", "kpis": "ตัวชี้วัด",
    "kpi_quarters": "ตัวชี้วัดรายไตรมาส", "kpi_levels": "ระดับคะแนน", "scorecard": "ผลประเมินองค์กร",
    "activities": "กิจกรรม", "narratives": "คำบรรยาย", "links": "ลิงก์", "mentions": "ชื่อที่กล่าวถึง",
    "project_series": "โครงการข้ามรายงาน", "series": "ค่าข้ามรายงาน", "checks": "การตรวจสอบ",
    "check_terms": "พจน์ของการตรวจสอบ", "cells": "เซลล์ตาราง", "pages": "หน้า",
}  # fmt: skip

COLUMNS = {
    "report_id": "รหัสรายงาน", "agency": "หน่วยงาน", "fiscal_year": "ปีงบประมาณ", "quarter": "ไตรมาส",
    "source_sha256": "SHA-256 ของไฟล์", "page": "หน้า", "line": "บรรทัด", "x0": "ซ้าย (pt)", "top": "บน (pt)",
    "x1": "ขวา (pt)", "bottom": "ล่าง (pt)", "source_text": "ข้อความในรายงาน", "project_no": "โครงการที่",
    "kpi_no": "ตัวชี้วัดที่", "part": "ส่วนที่", "seq": "ลำดับ", "source_table": "ตาราง", "measure": "รายการ",
    "period": "งวด", "item_no": "ข้อ", "title": "ชื่อ", "agency_name": "ชื่อหน่วยงาน", "agency_basis": "ที่มาของหน่วยงาน",
    "period_start": "ตั้งแต่วันที่", "period_end": "ถึงวันที่", "as_of": "ข้อมูล ณ วันที่", "source_name": "ชื่อไฟล์",
    "media_type": "ชนิดไฟล์", "other_sources": "ไฟล์อื่น", "page_count": "จำนวนหน้า", "findings_count": "จำนวนข้อสังเกต",
    "error_count": "จำนวนข้อผิดพลาด", "contract_version": "รุ่นของข้อกำหนด", "pipeline_version": "รุ่นของโปรแกรม",
    "project_id": "รหัสโครงการ", "name": "ชื่อ", "value": "ค่า", "decimals": "ทศนิยม", "unit": "หน่วย",
    "unit_basis": "ที่มาของหน่วย", "amount_baht": "จำนวนเงิน (บาท)", "frameworks": "กรอบการประเมิน",
    "target_operator": "เงื่อนไขเป้าหมาย", "target_value": "เป้าหมาย", "target_upper": "เป้าหมายสูงสุด",
    "target_unit": "หน่วยเป้าหมาย", "target_text": "ข้อความเป้าหมาย", "result_value": "ผล", "result_unit": "หน่วยผล",
    "result_text": "ข้อความผล", "points": "คะแนน", "status": "สถานะ (คำนวณ)", "status_reported": "สถานะ (รายงาน)",
    "plan_value": "แผน", "actual_value": "ผล", "cell_text": "ข้อความในช่อง", "level": "ระดับ",
    "threshold_text": "ข้อความเกณฑ์", "threshold_operator": "เงื่อนไขเกณฑ์", "threshold_value": "เกณฑ์",
    "threshold_upper": "เกณฑ์สูงสุด", "threshold_unit": "หน่วยเกณฑ์", "weight": "น้ำหนัก", "score": "คะแนน",
    "weighted_score": "คะแนนถ่วงน้ำหนัก", "score_text": "ข้อความคะแนน", "kind": "ชนิด", "marker": "เครื่องหมายข้อ",
    "text": "ข้อความ", "channel": "ช่องทาง", "count": "จำนวน", "url": "ลิงก์", "canonical": "ค่ามาตรฐาน",
    "confidence": "ความเชื่อมั่น", "reader": "ตัวอ่าน", "table_no": "ตารางที่", "table_kind": "ชนิดตาราง",
    "row_no": "แถว", "column_no": "คอลัมน์", "row_span": "กินแถว", "column_span": "กินคอลัมน์", "verdict": "สภาพ",
    "characters": "จำนวนอักขระ", "thai_share": "สัดส่วนอักษรไทย", "unmapped": "อักขระไม่ทราบความหมาย",
    "private_use": "อักขระเฉพาะฟอนต์", "stray_marks": "สระหรือวรรณยุกต์ลอย", "image_cover": "สัดส่วนภาพ",
    "repairs": "การซ่อม", "check_id": "รหัสการตรวจ", "rule": "กฎ", "outcome": "ผลการตรวจ", "reported": "ค่าในรายงาน",
    "expected": "ค่าที่ควรเป็น", "difference": "ผลต่าง", "tolerance": "ค่าคลาดเคลื่อนที่ยอมรับ", "term_no": "พจน์ที่",
    "role": "บทบาท", "label": "ชื่อพจน์", "sign": "เครื่องหมาย", "printed": "ตามที่พิมพ์", "dataset": "ชุดข้อมูล",
    "finding_id": "รหัสข้อสังเกต", "severity": "ระดับ", "suspect": "จุดที่น่าจะผิด", "suggested": "ค่าที่เสนอ",
    "message_th": "คำอธิบาย", "message_en": "คำอธิบาย (อังกฤษ)", "waived_by": "ผู้ยอมรับ", "waived_why": "เหตุผลที่ยอมรับ",
    "series_id": "รหัสชุดโครงการ", "basis": "ที่มา", "first_report": "รายงานแรก", "last_report": "รายงานล่าสุด",
    "kpi_series": "รหัสชุดตัวชี้วัด", "kpi_name": "ชื่อตัวชี้วัด", "value_first": "ค่าครั้งแรก", "unit_first": "หน่วยครั้งแรก",
    "report_first": "รายงานครั้งแรก", "value_last": "ค่าล่าสุด", "report_last": "รายงานล่าสุด",
    "restatements": "จำนวนครั้งที่แก้ไข", "amount_baht_first": "จำนวนเงินครั้งแรก (บาท)",
}  # fmt: skip

ABOUT = "อ่านก่อน"
EXPLAINED = (
    "สมุดงานนี้จัดทำจากรายงานผลการดำเนินงานที่อ่านโดยโปรแกรม raingan",
    "แต่ละแผ่นงานคือชุดข้อมูลหนึ่งชุด หนึ่งแถวคือหนึ่งรายการ แถวแรกมีตัวกรอง",
    "พื้นสีแดง: ข้อผิดพลาด ตัวเลขไม่อาจถูกต้องพร้อมกันทั้งหมด",
    "พื้นสีเหลือง: คำเตือน ข้อความ หน่วย ชื่อ หรือรายการขัดกัน ขาดหาย หรืออ่านไม่ได้",
    "ข้อสังเกตที่มีผู้ยอมรับแล้วไม่ระบายสี",
    "ตัวเลขแสดงทศนิยมตามที่พิมพ์ในรายงาน ช่องว่างคือไม่มีข้อมูล ไม่ใช่ศูนย์",
    "ตัวเลขที่มีเลขนัยสำคัญเกิน 15 หลักเก็บเป็นข้อความ เพราะโปรแกรมตารางคำนวณเก็บได้ไม่ครบทุกหลัก",
    "คอลัมน์ หน้า และ บรรทัด บอกตำแหน่งในรายงานต้นฉบับ",
    "คอลัมน์สำหรับโปรแกรม (SHA-256 รหัสข้อสังเกต รหัสการตรวจ พิกัด) พับไว้ กด + เหนือหัวคอลัมน์เพื่อแสดง",
)  # fmt: skip
SHEET, ROWS, NOTE = "แผ่นงาน", "จำนวนแถว", "หมายเหตุ"
AS_TEXT = "ตัวเลข {count:,} ค่าเก็บเป็นข้อความ (เกิน 15 หลัก)"
CUT_TEXT = "ข้อความ {count:,} ช่องยาวเกิน 32,767 อักขระ แสดงเพียงส่วนแรก"
CUT_ROWS = "แสดง {shown:,} จาก {rows:,} แถว เพราะแผ่นงานหนึ่งมีได้ไม่เกิน 1,048,576 แถว"
